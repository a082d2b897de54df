// What the page does with sessions and exchanges, each as one transaction on the newest rows: another tab may have
// changed them since this one looked.
import type { Database } from "./database";
import type { Exchange, Session } from "./record";
import { titleOf } from "./title";

export class SessionStore {
  // `changed` is told after each write, with the session that it touched.
  constructor(
    private readonly database: Database,
    private readonly changed: (session_id: string) => void = () => undefined,
  ) {}

  get survivesClosing(): boolean {
    return this.database.survivesClosing;
  }

  async list(): Promise<Session[]> {
    const sessions = await this.database.run("read", (rows) => rows.sessions());
    return sessions.sort((one, other) => other.used_at - one.used_at);
  }

  async exchanges(session_id: string): Promise<Exchange[]> {
    const exchanges = await this.database.run("read", (rows) => rows.exchanges(session_id));
    return exchanges.sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  }

  // Keeps an exchange, and begins its session with the first one.
  async begin(exchange: Exchange): Promise<void> {
    await this.database.run("write", async (rows) => {
      const known = await rows.session(exchange.session_id);
      await rows.putSession(known ? { ...known, used_at: exchange.at } : newSession(exchange));
      await rows.putExchange(exchange);
    });
    this.changed(exchange.session_id);
  }

  // Keeps what became of an exchange, unless its session was deleted meanwhile.
  async save(exchange: Exchange): Promise<void> {
    await this.database.run("write", async (rows) => {
      if (await rows.session(exchange.session_id)) await rows.putExchange(exchange);
    });
    this.changed(exchange.session_id);
  }

  async change(id: string, change: Partial<Omit<Session, "id">>): Promise<void> {
    await this.database.run("write", async (rows) => {
      const session = await rows.session(id);
      if (session) await rows.putSession({ ...session, ...change });
    });
    this.changed(id);
  }

  // True for one caller only, whichever tab asks first: the notice is shown once.
  async claimEcoNotice(id: string): Promise<boolean> {
    return this.database.run("write", async (rows) => {
      const session = await rows.session(id);
      if (!session || session.eco_noticed) return false;
      await rows.putSession({ ...session, eco_noticed: true });
      return true;
    });
  }

  async delete(id: string): Promise<void> {
    await this.database.run("write", (rows) => rows.deleteSession(id));
    this.changed(id);
  }
}

function newSession({ session_id, prompt, at }: Exchange): Session {
  return {
    id: session_id,
    title: titleOf(prompt),
    named_by_user: false,
    created_at: at,
    used_at: at,
    eco_noticed: false,
    budget: null,
  };
}
