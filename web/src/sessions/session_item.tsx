// One session in the list, with what can be done to it.
import { useState } from "preact/hooks";
import type { Session } from "./record";
import { RenameForm } from "./rename_form";

export interface SessionActions {
  onOpen: (id: string) => void;
  onRename: (id: string, title: string) => void;
  onDelete: (session: Session) => void;
  onExport: (session: Session, format: "markdown" | "json") => void;
}

const when = (time: number): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(time);

export function SessionItem({
  session,
  isOpen,
  ...actions
}: { session: Session; isOpen: boolean } & SessionActions) {
  const [isNaming, setNaming] = useState(false);
  if (isNaming) {
    const rename = (title: string | null) => {
      if (title !== null) actions.onRename(session.id, title);
      setNaming(false);
    };
    return (
      <li>
        <RenameForm title={session.title} onEnd={rename} />
      </li>
    );
  }
  return (
    <li class={isOpen ? "session open" : "session"} data-testid="session-item" data-session={session.id}>
      <a
        href={`#/chat/${session.id}`}
        aria-current={isOpen ? "true" : undefined}
        onClick={() => actions.onOpen(session.id)}
      >
        <span class="session-title">{session.title}</span>
        <small>{when(session.used_at)}</small>
      </a>
      {isOpen ? <ItemMenu session={session} {...actions} onName={() => setNaming(true)} /> : null}
    </li>
  );
}

function ItemMenu({
  session,
  onName,
  onExport,
  onDelete,
}: { session: Session; onName: () => void } & SessionActions) {
  return (
    <div class="session-menu">
      <button type="button" class="quiet" data-testid="session-rename" onClick={onName}>
        Rename
      </button>
      <button
        type="button"
        class="quiet"
        data-testid="session-export-markdown"
        aria-label="Export as Markdown"
        onClick={() => onExport(session, "markdown")}
      >
        .md
      </button>
      <button
        type="button"
        class="quiet"
        data-testid="session-export-json"
        aria-label="Export as JSON"
        onClick={() => onExport(session, "json")}
      >
        .json
      </button>
      <button
        type="button"
        class="quiet danger"
        data-testid="session-delete"
        onClick={() => onDelete(session)}
      >
        Delete
      </button>
    </div>
  );
}
