// Tells the other tabs of this page which session was changed, so that they show what there is now.

const CHANNEL = "greeninfer.sessions";

export interface OtherTabs {
  tell(session_id: string): void;
}

export function joinOtherTabs(onChange: (session_id: string) => void): OtherTabs {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined };
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === "string") onChange(event.data);
  };
  return { tell: (session_id) => channel.postMessage(session_id) };
}
