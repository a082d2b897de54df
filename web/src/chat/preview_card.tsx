// A plan of the answer before the money is spent: what it would say, what it would take, and how to go on.
import { useEffect, useRef } from "preact/hooks";
import type { Preview, PreviewChoice } from "../server/reply";
import { carbonFact, energyFact, type Fact } from "./answer_facts";
import { FactsList } from "./facts_list";

const CHOICES: Record<PreviewChoice, { name: string; means: string }> = {
  expand: { name: "Write it out", means: "the full answer, along this outline" },
  different_angle: { name: "Different angle", means: "another outline" },
  add_detail: { name: "Add detail", means: "the full answer, each point worked out further" },
};

function estimatedFacts({ estimated }: Preview): Fact[] {
  const { tier, model_id, output_tokens } = estimated;
  const by = [tier ? `${tier} tier` : null, model_id, output_tokens ? `about ${output_tokens} tokens` : null];
  const notes = [by.filter(Boolean).join(", ")].filter((note) => note !== "");
  const energy = energyFact("Full answer, energy (estimated)", estimated);
  return [
    { ...energy, notes: [...energy.notes, ...notes] },
    carbonFact("Full answer, CO₂e (estimated)", estimated),
  ];
}

const spentFacts = ({ spent }: Preview): Fact[] => [
  energyFact("Previews so far, energy (spent)", spent),
  carbonFact("Previews so far, CO₂e (spent)", spent),
];

const MARGIN_PX = 16;

// From its beginning where it is not wholly in view, as on a phone: the outline is read before the choices. By hand,
// because scrollIntoView moves the frame around the conversation too.
function showAndFocus(card: HTMLElement): void {
  card.focus({ preventScroll: true });
  const box = card.closest(".scroll");
  if (!box) return;
  const [inner, outer] = [card.getBoundingClientRect(), box.getBoundingClientRect()];
  const isInView = inner.top >= outer.top && inner.bottom <= outer.bottom;
  if (!isInView) box.scrollTop += inner.top - outer.top - MARGIN_PX;
}

export interface PreviewCardProps {
  preview: Preview;
  previews: number;
  takesFocus: boolean;
  isBlocked: boolean;
  onChoice: (choice: PreviewChoice) => void;
  onDecline: () => void;
}

export function PreviewCard({
  preview,
  previews,
  takesFocus,
  isBlocked,
  onChoice,
  onDecline,
}: PreviewCardProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus && card.current) showAndFocus(card.current);
  }, [preview.id]);
  return (
    <section class="preview-card" data-testid="preview-card" tabIndex={-1} ref={card} aria-label="Preview">
      <h3>Preview{previews > 1 ? `, angle ${previews}` : ""}</h3>
      <p class="preview-summary">{preview.summary}</p>
      <ol>
        {preview.outline.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ol>
      <FactsList facts={[...estimatedFacts(preview), ...spentFacts(preview)]} />
      <div class="choices">
        {preview.choices.map((choice, at) => (
          <button
            key={choice}
            type="button"
            class={at === 0 ? "primary" : ""}
            data-testid={`choice-${choice}`}
            title={CHOICES[choice]?.means}
            disabled={isBlocked}
            onClick={() => onChoice(choice)}
          >
            {CHOICES[choice]?.name ?? choice}
          </button>
        ))}
        <button type="button" class="quiet" data-testid="preview-ignore" onClick={onDecline}>
          Leave it at that
        </button>
      </div>
      <p class="note">
        {preview.model_id ? `Written by ${preview.model_id}. ` : ""}Valid until {clock(preview.expires_at)}.
        Without a choice, nothing more is spent.
      </p>
    </section>
  );
}

function clock(moment: string): string {
  const time = new Date(moment);
  return Number.isNaN(time.getTime())
    ? "–"
    : time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
