// All sessions of this browser, most recently used first.
import { useState } from "preact/hooks";
import { DeleteDialog } from "./delete_dialog";
import type { Session } from "./record";
import { type SessionActions, SessionItem } from "./session_item";

export interface SessionListProps extends SessionActions {
  sessions: readonly Session[];
  openId: string;
  onNew: () => void;
}

export function SessionList({ sessions, openId, onNew, onDelete, ...actions }: SessionListProps) {
  const [leaving, setLeaving] = useState<Session | null>(null);
  const end = (isDeleted: boolean) => {
    if (isDeleted && leaving) onDelete(leaving);
    setLeaving(null);
  };
  return (
    <nav class="sessions" aria-label="Sessions" data-testid="session-list">
      <button type="button" class="session-new" data-testid="session-new" onClick={onNew}>
        <span aria-hidden="true">+</span> New session
      </button>
      {sessions.length === 0 ? (
        <p class="note">Sessions are kept in this browser only. None yet: ask something.</p>
      ) : (
        <ul>
          {sessions.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              isOpen={session.id === openId}
              onDelete={setLeaving}
              {...actions}
            />
          ))}
        </ul>
      )}
      {leaving ? (
        <DeleteDialog session={leaving} onDelete={() => end(true)} onKeep={() => end(false)} />
      ) : null}
    </nav>
  );
}
