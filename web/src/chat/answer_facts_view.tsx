// One line under each answer that opens to everything that is known of it.
import type { Reply } from "../server/reply";
import type { Escalation } from "../sessions/record";
import { factsOf, summaryOf } from "./answer_facts";
import { type Reason, reasonsOf } from "./answer_reasons";
import { FactsList } from "./facts_list";

function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <section class="why" data-testid="answer-why">
      <h3>Why this model</h3>
      {reasons.length === 0 ? (
        <p>– this gateway gives no reasons</p>
      ) : (
        <ul>
          {reasons.map(({ about, words }) => (
            <li key={about}>
              <strong>{about}:</strong> {words.join("; ")}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function AnswerFacts({ reply, escalations }: { reply: Reply; escalations: Escalation[] }) {
  return (
    <details class="answer-facts" data-testid="answer-facts">
      <summary>
        <span class="summary">
          {summaryOf(reply).map((part) => (
            <span key={part}>{part}</span>
          ))}
        </span>
      </summary>
      <FactsList facts={factsOf(reply)} />
      <Reasons reasons={reasonsOf(reply, escalations)} />
    </details>
  );
}
