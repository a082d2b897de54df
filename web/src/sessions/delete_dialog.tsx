// Asks before a session is deleted: it is gone from the browser and at the gateway, and nothing brings it back.
import { useEffect, useRef } from "preact/hooks";
import type { Session } from "./record";

export interface DeleteDialogProps {
  session: Session;
  onDelete: () => void;
  onKeep: () => void;
}

export function DeleteDialog({ session, onDelete, onKeep }: DeleteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="delete-title" onClose={onKeep}>
      <h2 id="delete-title">Delete this session?</h2>
      <p class="dialog-name">{session.title}</p>
      <p>Its prompts and answers are deleted from this browser, and its account at the gateway ends.</p>
      <div class="choices">
        <button type="button" class="danger" data-testid="session-delete-confirm" onClick={onDelete}>
          Delete
        </button>
        <button type="button" data-testid="session-delete-keep" onClick={onKeep}>
          Keep it
        </button>
      </div>
    </dialog>
  );
}
