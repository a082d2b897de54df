// Asks one question of the gateway again and again, for as long as somebody looks.
//
// Not setInterval: a slow answer must not be overtaken by the next question, a failing gateway must be asked less and
// less often, and a hidden page must ask nothing. What was known stays when a question fails, with the time it is of,
// so that it can be shown as old.

import { noteLost } from "../server/connection";
import { UnreachableError } from "../server/errors";

export interface Known<T> {
  value: T | null;
  at: number | null; // ms since 1970 that the value came
  failure: Error | null; // of the last question
}

export interface Surroundings {
  now(): number;
  isHidden(): boolean;
  later(call: () => void, milliseconds: number): () => void; // returns what cancels it
}

export const browserSurroundings: Surroundings = {
  now: () => Date.now(),
  isHidden: () => document.hidden,
  later(call, milliseconds) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

// A gateway that hangs is as good as gone, and must not leave old figures looking live.
export const ANSWER_MS_MAX = 15_000;
const FIRST_WAIT_MS = 1000;
const WAIT_MS_MAX = 30_000;

export const waitAfterFailures = (failures: number): number =>
  Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));

export class Poller<T> {
  private known: Known<T> = { value: null, at: null, failure: null };
  private failures = 0;
  private cancelTimer: (() => void) | null = null;
  private running: AbortController | null = null;

  constructor(
    private readonly question: (signal: AbortSignal) => Promise<T>,
    private readonly periodMilliseconds: number,
    private readonly onChange: (known: Known<T>) => void,
    private readonly around: Surroundings = browserSurroundings,
  ) {}

  // Asks now, unless the page is hidden or an answer is awaited; also for "the gateway is back" and "seen again".
  wake(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    if (this.running || this.around.isHidden()) return;
    void this.askOnce();
  }

  stop(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.running?.abort();
    this.running = null;
  }

  private async askOnce(): Promise<void> {
    const mine = new AbortController();
    this.running = mine;
    const cancelLimit = this.around.later(() => {
      if (this.running === mine) {
        noteLost();
        this.fail(new UnreachableError());
      }
      mine.abort();
    }, ANSWER_MS_MAX);
    try {
      const value = await this.question(mine.signal);
      if (this.running !== mine) return;
      this.known = { value, at: this.around.now(), failure: null };
      this.failures = 0;
      this.rest();
    } catch (failure) {
      if (this.running === mine) this.fail(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      cancelLimit();
    }
  }

  private fail(failure: Error): void {
    ++this.failures;
    this.known = { ...this.known, failure };
    this.rest();
  }

  private rest(): void {
    this.running = null;
    const wait =
      this.failures > 0
        ? Math.max(this.periodMilliseconds, waitAfterFailures(this.failures))
        : this.periodMilliseconds;
    this.cancelTimer = this.around.later(() => this.wake(), wait);
    this.onChange(this.known);
  }
}
