// The one chat of this page, made when it is first looked at.
import { askQuestion } from "../server/chat";
import { fetchSession, forgetSession } from "../server/session";
import { openDatabase } from "../sessions/browser_database";
import { newId } from "../sessions/new_id";
import { joinOtherTabs } from "../sessions/other_tabs";
import { SessionStore } from "../sessions/session_store";
import { ChatController } from "./chat_controller";
import { sessionIn } from "./session_address";
import { lastOpen, thisTab } from "./this_tab";

async function make(): Promise<ChatController> {
  let controller: ChatController | null = null;
  const others = joinOtherTabs((session_id) => void controller?.refresh(session_id));
  const store = new SessionStore(await openDatabase(), (session_id) => others.tell(session_id));
  const openId = sessionIn(location.hash) ?? lastOpen() ?? newId();
  controller = new ChatController({
    ...{ store, ask: askQuestion, fetchSession, forgetSession },
    ...{ now: Date.now, newId, tab: thisTab(), openId },
  });
  return controller;
}

let made: Promise<ChatController> | null = null;

export function theChat(): Promise<ChatController> {
  made ??= make();
  return made;
}
