// Everything that can be done on the chat page, apart from how it looks: one owner of what is open, kept and running.
//
// It outlives the page's components, so that an answer goes on while the dashboard is looked at.
import type { ChatEvent, Mode, Question } from "../server/chat";
import type { PreviewChoice, SessionState } from "../server/reply";
import { contextOf } from "../sessions/context";
import type { Exchange, PreviewSwitch } from "../sessions/record";
import type { SessionStore } from "../sessions/session_store";
import { announcementOf } from "./announcement";
import { afterStep, newAnswer } from "./answer_steps";
import { questionOf, toAskAgain } from "./asking";
import { type BudgetSettings, budgetView } from "./budget_level";
import { type ChatState, withExchange } from "./chat_state";
import { ExchangeKeeper } from "./exchange_keeper";
import { FrameBatch } from "./frame_batch";
import { RunningAnswers } from "./running_answers";
import { isBudgetError } from "./shown_error";

export interface ChatOptions {
  store: SessionStore;
  ask: (question: Question, signal: AbortSignal) => AsyncIterable<ChatEvent>;
  fetchSession: (id: string) => Promise<SessionState | null>;
  forgetSession: (id: string) => Promise<void>;
  now: () => number;
  newId: () => string;
  tab: string;
  openId: string; // the session to begin with
  batch?: (draw: () => void) => FrameBatch;
}

export class ChatController {
  private current: ChatState;
  private readonly watchers = new Set<() => void>();
  private readonly running: RunningAnswers;
  private readonly keeper: ExchangeKeeper;
  private justAsked: string | null = null;
  private budgetSettings: BudgetSettings | null = null;
  readonly frames: FrameBatch;

  constructor(private readonly options: ChatOptions) {
    const draw = () => {
      for (const watcher of [...this.watchers]) watcher();
    };
    this.frames = options.batch?.(draw) ?? new FrameBatch(draw);
    this.keeper = new ExchangeKeeper(options.store, (storeProblem) => this.change({ storeProblem }));
    this.current = {
      isReady: false,
      sessions: [],
      openId: options.openId,
      exchanges: [],
      ecoNotice: false,
      announcement: "",
      storeProblem: this.keeper.standingProblem,
    };
    this.running = new RunningAnswers({
      ask: options.ask,
      now: options.now,
      grew: (exchange) => this.show(exchange),
      save: (exchange) => this.keeper.save(exchange),
    });
  }

  get state(): ChatState {
    return this.current;
  }

  // Returns what ends it.
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  useBudgetSettings(settings: BudgetSettings | null): void {
    this.budgetSettings = settings;
    this.frames.ask();
  }

  async open(id: string | null): Promise<void> {
    const openId = id ?? this.options.newId();
    this.justAsked = null;
    this.change({ openId, exchanges: this.running.of(openId), ecoNotice: false, announcement: "" });
    await this.refresh(openId);
    if (this.current.sessions.some((session) => session.id === openId)) await this.refreshBudget(openId);
  }

  // Reads again what is kept; another tab may have changed it.
  async refresh(changedId: string): Promise<void> {
    await this.keeper.attempt(async () => {
      const { store } = this.options;
      const sessions = await store.list();
      const openId = this.current.openId;
      if (changedId !== openId) return this.change({ sessions, isReady: true });
      let exchanges = await this.keeper.of(openId);
      if (openId !== this.current.openId) return;
      for (const exchange of this.running.of(openId)) exchanges = withExchange(exchanges, exchange);
      this.change({ sessions, exchanges, isReady: true });
    });
  }

  // What the gateway says of the session's budget now. While it is away, what it said last stands.
  async refreshBudget(id: string): Promise<void> {
    const budget = await this.options.fetchSession(id).catch(() => undefined);
    if (budget !== undefined) await this.noteBudget(id, budget);
  }

  async send(prompt: string, mode: Mode, preview: PreviewSwitch): Promise<void> {
    const { now, newId, tab } = this.options;
    const { openId, exchanges } = this.current;
    const at = now();
    const context = contextOf(exchanges);
    const exchange: Exchange = {
      ...{ id: newId(), session_id: openId, at, prompt, mode, preview, context },
      ...{ answer: newAnswer(), tab, saved_at: at },
    };
    // At once: the gateway need not wait for the browser's disk. Rows are written in the order in which they are given.
    const begun = this.keeper.begin(exchange).then(() => this.refresh(openId));
    await Promise.all([begun, this.run(exchange)]);
  }

  async choose(exchange: Exchange, choice: PreviewChoice): Promise<void> {
    await this.run({ ...exchange, answer: afterStep(exchange.answer, { kind: "chosen", choice }) });
  }

  async decline(exchange: Exchange): Promise<void> {
    const declined = { ...exchange, answer: afterStep(exchange.answer, { kind: "declined" }), context: null };
    this.show(declined);
    await this.keeper.save(declined);
  }

  async retry(exchange: Exchange): Promise<void> {
    await this.run(toAskAgain(exchange, this.current.exchanges));
  }

  stop(exchange_id: string): void {
    this.running.stop(exchange_id);
  }

  isRunning(exchange_id: string): boolean {
    return this.running.has(exchange_id);
  }

  // A preview that the user waited for gets the focus; one that was kept does not.
  wasJustAsked(exchange_id: string): boolean {
    return this.justAsked === exchange_id;
  }

  async rename(id: string, title: string): Promise<void> {
    await this.keeper.attempt(() => this.options.store.change(id, { title, named_by_user: true }));
    await this.refresh(id);
  }

  newSessionId(): string {
    return this.options.newId();
  }

  exchangesOf(id: string): Promise<Exchange[]> {
    return id === this.current.openId ? Promise.resolve(this.current.exchanges) : this.keeper.of(id);
  }

  // After a refusal: the last prompt is asked again, or where there is none, the budget.
  async lookAgain(last: Exchange | null): Promise<void> {
    if (last && isBudgetError(last.answer.error)) await this.retry(last);
    else await this.refreshBudget(this.current.openId);
  }

  // Here and at the gateway. It is gone here also when the gateway cannot be asked: there it ends by itself when idle.
  async delete(id: string): Promise<void> {
    for (const exchange of this.running.of(id)) this.running.stop(exchange.id);
    this.keeper.forget(id);
    await this.keeper.attempt(() => this.options.store.delete(id));
    await this.options.forgetSession(id).catch(() => undefined);
    await this.refresh(id);
  }

  dismissEcoNotice(): void {
    this.change({ ecoNotice: false });
  }

  private async run(exchange: Exchange): Promise<void> {
    if (this.running.has(exchange.id)) return; // a second click
    const { tab, now } = this.options;
    const { session_id } = exchange;
    this.justAsked = exchange.id;
    const begun: Exchange = { ...exchange, tab, saved_at: now() };
    const ending = this.running.run(begun, questionOf(begun));
    this.show(begun); // as running from the first moment
    const ended = await ending;
    if (session_id === this.current.openId) this.change({ announcement: announcementOf(ended.answer) });
    const session = ended.answer.reply?.session;
    if (ended.answer.state !== "failed" && session) await this.noteBudget(session_id, session);
    else await this.refreshBudget(session_id);
  }

  private async noteBudget(id: string, budget: SessionState | null): Promise<void> {
    const { store } = this.options;
    await this.keeper.attempt(async () => {
      await store.change(id, { budget });
      const level = budget && budgetView(budget, this.budgetSettings)?.level;
      const isNew = level === "eco" && (await store.claimEcoNotice(id));
      if (isNew && id === this.current.openId) this.change({ ecoNotice: true });
    });
    await this.refresh(id);
  }

  private show(exchange: Exchange): void {
    if (exchange.session_id !== this.current.openId) return;
    this.change({ exchanges: withExchange(this.current.exchanges, exchange) });
  }

  private change(change: Partial<ChatState>): void {
    this.current = { ...this.current, ...change };
    this.frames.ask();
  }
}
