// Connects the chat page to its controller: the state that it shows, and the session that the address names.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { fetchSetup, type SetupState } from "../server/setup";
import type { ChatController } from "./chat_controller";
import type { ChatState } from "./chat_state";
import { addressOf, sessionIn } from "./session_address";
import { theChat } from "./the_chat";
import { keepOpen, lastOpen } from "./this_tab";

export function useController(): ChatController | null {
  const [controller, setController] = useState<ChatController | null>(null);
  useEffect(() => void theChat().then(setController), []);
  return controller;
}

export function useChatState(controller: ChatController): ChatState {
  const [state, setState] = useState(controller.state);
  const begun = useRef(performance.now());
  useEffect(() => {
    const show = () => {
      begun.current = performance.now();
      setState(controller.state);
    };
    show();
    return controller.watch(show);
  }, [controller]);
  useLayoutEffect(() => controller.frames.drawn(performance.now() - begun.current), [state]);
  return state;
}

// Opens what the address names; without a name, what was open last in this tab, or a new session.
export function useSessionAddress(controller: ChatController): void {
  useEffect(() => {
    const follow = () => {
      const named = sessionIn(location.hash);
      if (named) {
        keepOpen(named);
        if (named !== controller.state.openId || !controller.state.isReady) void controller.open(named);
      } else if (/^#?\/?(chat\/?.*)?$/.test(location.hash)) {
        history.replaceState(null, "", addressOf(lastOpen() ?? controller.state.openId));
        follow();
      }
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [controller]);
}

// Null while it is not known: the gateway may be away, or want a key. It is asked again with each new prompt.
export function useSetup(controller: ChatController, promptCount: number): SetupState | null {
  const [setup, setSetup] = useState<SetupState | null>(null);
  const isKnown = setup !== null;
  useEffect(() => {
    if (isKnown) return;
    const abort = new AbortController();
    fetchSetup(abort.signal)
      .then((found) => {
        setSetup(found);
        controller.useBudgetSettings(found.budget ?? null);
      })
      .catch(() => undefined);
    return () => abort.abort();
  }, [controller, isKnown, promptCount]);
  return setup;
}
