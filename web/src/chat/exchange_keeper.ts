// Keeps exchanges, and says when that is not possible. What could not be kept is remembered here and goes on being shown
// until the page is closed.
import type { Exchange } from "../sessions/record";
import type { SessionStore } from "../sessions/session_store";
import { withExchange } from "./chat_state";

const NOT_KEPT = "This browser keeps nothing for this page: sessions are gone when it is closed.";

export class ExchangeKeeper {
  private readonly unkept = new Map<string, Exchange>();

  constructor(
    private readonly store: SessionStore,
    private readonly tell: (problem: string | null) => void,
  ) {}

  get standingProblem(): string | null {
    return this.store.survivesClosing ? null : NOT_KEPT;
  }

  begin(exchange: Exchange): Promise<void> {
    return this.keep(exchange, () => this.store.begin(exchange));
  }

  save(exchange: Exchange): Promise<void> {
    // Where its beginning was not kept, there may be no session yet that it could be saved in.
    const isUnkept = this.unkept.has(exchange.id);
    return this.keep(exchange, () => (isUnkept ? this.store.begin(exchange) : this.store.save(exchange)));
  }

  async of(session_id: string): Promise<Exchange[]> {
    const kept = await this.store.exchanges(session_id);
    return [...this.unkept.values()]
      .filter((exchange) => exchange.session_id === session_id)
      .reduce(withExchange, kept);
  }

  forget(session_id: string): void {
    for (const [id, exchange] of this.unkept) if (exchange.session_id === session_id) this.unkept.delete(id);
  }

  // Work whose failure is told and no more: nothing that can be done to sessions may end an answer.
  async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (failure) {
      this.tell(failure instanceof Error ? failure.message : String(failure));
      return false;
    }
  }

  private async keep(exchange: Exchange, work: () => Promise<void>): Promise<void> {
    if (!(await this.attempt(work))) {
      this.unkept.set(exchange.id, exchange);
    } else if (this.unkept.delete(exchange.id)) {
      this.tell(this.standingProblem);
    }
  }
}
