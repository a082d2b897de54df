// Where sessions are kept: rows in two tables, changed in transactions that exclude each other, also over tabs.
import type { Exchange, Session } from "./record";

// Only what one transaction needs. Nothing but these calls may be awaited inside: a browser's transaction ends when it
// is idle.
export interface Rows {
  sessions(): Promise<Session[]>;
  session(id: string): Promise<Session | undefined>;
  putSession(session: Session): Promise<void>;
  deleteSession(id: string): Promise<void>; // with its exchanges
  exchanges(session_id: string): Promise<Exchange[]>;
  exchange(id: string): Promise<Exchange | undefined>;
  putExchange(exchange: Exchange): Promise<void>;
}

export type Access = "read" | "write";

export interface Database {
  readonly survivesClosing: boolean;
  run<T>(access: Access, work: (rows: Rows) => Promise<T>): Promise<T>;
}

// The browser had no room left.
export class FullError extends Error {
  constructor() {
    super(
      "The browser has no room left for this page. Export and delete old sessions to go on keeping new ones.",
    );
    this.name = "FullError";
  }
}
