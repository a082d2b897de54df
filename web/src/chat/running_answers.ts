// Answers that this page is asking for now. They go on while another session or page is looked at; only the stop button
// and leaving the site end them.
import type { ChatEvent, Question } from "../server/chat";
import { type Exchange, isRunning } from "../sessions/record";
import { afterStep, type Step } from "./answer_steps";
import { shownError } from "./shown_error";

export interface RunningAnswersOptions {
  ask: (question: Question, signal: AbortSignal) => AsyncIterable<ChatEvent>;
  now: () => number;
  grew: (exchange: Exchange) => void; // after each step
  save: (exchange: Exchange) => Promise<void>; // at times, and at the end
}

const SAVE_EVERY_MS = 1000; // what a crash of the browser can lose

interface Running {
  exchange: Exchange;
  abort: AbortController;
}

export class RunningAnswers {
  private readonly running = new Map<string, Running>();

  constructor(private readonly options: RunningAnswersOptions) {}

  of(session_id: string): Exchange[] {
    return [...this.running.values()]
      .map(({ exchange }) => exchange)
      .filter((exchange) => exchange.session_id === session_id);
  }

  // Until the answer has ended; keeping it may take longer.
  has(exchange_id: string): boolean {
    const running = this.running.get(exchange_id);
    return running !== undefined && isRunning(running.exchange.answer);
  }

  stop(exchange_id: string): void {
    this.running.get(exchange_id)?.abort.abort();
  }

  // Ends with the exchange as it became.
  async run(exchange: Exchange, question: Question): Promise<Exchange> {
    const running: Running = { exchange, abort: new AbortController() };
    this.running.set(exchange.id, running);
    try {
      for await (const event of this.options.ask(question, running.abort.signal)) {
        this.step(running, event);
        await this.saveAtTimes(running);
      }
    } catch (failure) {
      this.step(running, this.lastStep(running, failure));
    }
    await this.options.save(running.exchange);
    // Only now: until it is kept, what is kept of it is older than what is shown. It may have been asked again since.
    if (this.running.get(exchange.id) === running) this.running.delete(exchange.id);
    return running.exchange;
  }

  private lastStep({ abort }: Running, failure: unknown): Step {
    return abort.signal.aborted
      ? { kind: "stopped" }
      : { kind: "failed", error: shownError(failure, this.options.now()) };
  }

  private step(running: Running, step: Step): void {
    const answer = afterStep(running.exchange.answer, step);
    // The context is needed again only to confirm a preview or to ask once more.
    const context = answer.state === "done" ? null : running.exchange.context;
    running.exchange = { ...running.exchange, answer, context };
    this.options.grew(running.exchange);
  }

  private async saveAtTimes(running: Running): Promise<void> {
    const now = this.options.now();
    if (!isRunning(running.exchange.answer) || now - running.exchange.saved_at < SAVE_EVERY_MS) return;
    running.exchange = { ...running.exchange, saved_at: now };
    await this.options.save(running.exchange);
  }
}
