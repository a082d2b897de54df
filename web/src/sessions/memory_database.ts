// Rows for browsers that keep nothing (private windows, storage switched off): the page works, until it is closed.
import type { Access, Database, Rows } from "./database";
import type { Exchange, Session } from "./record";

interface Tables {
  sessions: Map<string, Session>;
  exchanges: Map<string, Exchange>;
}

function rowsOf(tables: Tables): Rows {
  const { sessions, exchanges } = tables;
  return {
    sessions: async () => structuredClone([...sessions.values()]),
    session: async (id) => structuredClone(sessions.get(id)),
    putSession: async (session) => void sessions.set(session.id, structuredClone(session)),
    deleteSession: async (id) => {
      sessions.delete(id);
      for (const [key, exchange] of exchanges) if (exchange.session_id === id) exchanges.delete(key);
    },
    exchanges: async (id) =>
      structuredClone([...exchanges.values()].filter(({ session_id }) => session_id === id)),
    exchange: async (id) => structuredClone(exchanges.get(id)),
    putExchange: async (exchange) => void exchanges.set(exchange.id, structuredClone(exchange)),
  };
}

export class MemoryDatabase implements Database {
  readonly survivesClosing = false;
  private tables: Tables = { sessions: new Map(), exchanges: new Map() };
  private last: Promise<unknown> = Promise.resolve();

  // One after the other, and all or nothing, as IndexedDB does.
  run<T>(_access: Access, work: (rows: Rows) => Promise<T>): Promise<T> {
    const turn = this.last.then(async () => {
      const copy = { sessions: new Map(this.tables.sessions), exchanges: new Map(this.tables.exchanges) };
      const result = await work(rowsOf(copy));
      this.tables = copy;
      return result;
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
