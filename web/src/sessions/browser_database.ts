// Rows in IndexedDB: room for years of answers, where localStorage has 5 MB for everything, and transactions that hold
// over tabs, which localStorage has not.
import { type Access, type Database, FullError, type Rows } from "./database";
import { MemoryDatabase } from "./memory_database";
import type { Exchange, Session } from "./record";

const NAME = "greeninfer";
const VERSION = 1;

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function makeTables(database: IDBDatabase): void {
  database.createObjectStore("sessions", { keyPath: "id" });
  database.createObjectStore("exchanges", { keyPath: "id" }).createIndex("session_id", "session_id");
}

function rowsOf(transaction: IDBTransaction): Rows {
  const sessions = transaction.objectStore("sessions");
  const exchanges = transaction.objectStore("exchanges");
  const ofSession = exchanges.index("session_id");
  return {
    sessions: () => answerOf<Session[]>(sessions.getAll()),
    session: (id) => answerOf<Session | undefined>(sessions.get(id)),
    putSession: async (session) => void (await answerOf(sessions.put(session))),
    deleteSession: async (id) => {
      for (const key of await answerOf(ofSession.getAllKeys(id))) exchanges.delete(key);
      await answerOf(sessions.delete(id));
    },
    exchanges: (id) => answerOf<Exchange[]>(ofSession.getAll(id)),
    exchange: (id) => answerOf<Exchange | undefined>(exchanges.get(id)),
    putExchange: async (exchange) => void (await answerOf(exchanges.put(exchange))),
  };
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

class BrowserDatabase implements Database {
  readonly survivesClosing = true;
  constructor(private readonly database: IDBDatabase) {}

  async run<T>(access: Access, work: (rows: Rows) => Promise<T>): Promise<T> {
    const mode = access === "write" ? "readwrite" : "readonly";
    const transaction = this.database.transaction(["sessions", "exchanges"], mode);
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser gave up writing."));
    });
    try {
      const [result] = await Promise.all([work(rowsOf(transaction)), ended]);
      return result;
    } catch (failure) {
      ended.catch(() => undefined);
      abort(transaction); // all or nothing
      throw failure instanceof DOMException && failure.name === "QuotaExceededError"
        ? new FullError()
        : failure;
    }
  }
}

export async function openDatabase(): Promise<Database> {
  try {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => makeTables(request.result);
    const database = await answerOf(request);
    // A newer page in another tab wants to change the tables: it must not wait for this one.
    database.onversionchange = () => database.close();
    return new BrowserDatabase(database);
  } catch {
    return new MemoryDatabase();
  }
}
