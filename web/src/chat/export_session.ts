import { download, fileNameOf } from "../sessions/download";
import { sessionAsJson } from "../sessions/export_json";
import { sessionAsMarkdown } from "../sessions/export_markdown";
import type { Answer, Exchange, Session } from "../sessions/record";
import { summaryOf } from "./answer_facts";

export const factsLine = ({ reply }: Answer): string => (reply ? summaryOf(reply).join(" · ") : "");

export function exportSession(
  session: Session,
  exchanges: readonly Exchange[],
  format: "markdown" | "json",
): void {
  if (format === "json") {
    download(fileNameOf(session.title, "json"), "application/json", sessionAsJson(session, exchanges));
  } else {
    const text = sessionAsMarkdown(session, exchanges, factsLine);
    download(fileNameOf(session.title, "md"), "text/markdown", text);
  }
}
