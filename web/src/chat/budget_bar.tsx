// What this session has used of its carbon budget, as the gateway counts it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { SessionState } from "../server/reply";
import { type BudgetSettings, budgetView, type Level } from "./budget_level";
import { budgetLine, LEVEL_WORDS, levelNews } from "./budget_words";

// The words for a level that has just begun; nothing for the one that was there at first sight.
function useLevelNews(level: Level, settings: BudgetSettings | null): string {
  const before = useRef(level);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (before.current === level) return;
    before.current = level;
    setNews(levelNews(level, settings));
  }, [level, settings]);
  return news;
}

const width = (share: number) => ({ width: `${Math.min(100, Math.max(0, share * 100))}%` });

function Bar({ session, settings }: { session: SessionState; settings: BudgetSettings | null }) {
  const view = budgetView(session, settings);
  const news = useLevelNews(view?.level ?? "ok", settings);
  if (!view) return null;
  const { carbon_used_g, carbon_reserved_g, carbon_budget_g } = session;
  return (
    <div class={`budget budget-${view.level}`} data-testid="budget-bar" data-level={view.level}>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> shows neither what is promised nor the marks */}
      <div
        class="budget-track"
        role="meter"
        aria-label="Carbon budget of this session"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(view.usedShare * 100))}
      >
        <div class="budget-used" style={width(view.usedShare)} />
        <div class="budget-reserved" style={width(Math.min(view.reservedShare, 1 - view.usedShare))} />
        {view.marks.map((mark) => (
          <div key={mark} class="budget-mark" style={{ left: `${mark * 100}%` }} />
        ))}
      </div>
      <span class="budget-words">{budgetLine(carbon_used_g, carbon_reserved_g, carbon_budget_g, view)}</span>
      <span class="budget-level" data-testid="budget-level">
        {LEVEL_WORDS[view.level]}
      </span>
      <span role="status" class="hidden">
        {news}
      </span>
    </div>
  );
}

export function BudgetBar({
  session,
  settings,
}: {
  session: SessionState | null;
  settings: BudgetSettings | null;
}) {
  if (session) return <Bar session={session} settings={settings} />;
  return (
    <div class="budget budget-none" data-testid="budget-bar">
      <span class="budget-words">
        {settings
          ? `Carbon budget of a session: ${settings.session_grams} g CO₂e, nothing used yet`
          : "Carbon budget: – until the first answer"}
      </span>
    </div>
  );
}
