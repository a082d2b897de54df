// The open session is part of the page's address (#/chat/ID), so that reload, links and the back button work.

// Ids that the gateway takes: printable ASCII, at most 128 bytes. Others are no session.
const ID = /^[A-Za-z0-9_-]{1,128}$/;

export function sessionIn(hash: string): string | null {
  const [place, id] = hash.replace(/^#\/?/, "").split("/");
  return place === "chat" && id !== undefined && ID.test(id) ? id : null;
}

export const addressOf = (session_id: string): string => `#/chat/${session_id}`;
