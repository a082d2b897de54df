// Why a larger model took over, in words for the grounds that the gateway names.
import type { Escalation } from "../sessions/record";

const GROUNDS: Record<string, string> = {
  check_probability: "the larger model's check found the first answer likely wrong",
  check_word: "the larger model's check said that the first answer is wrong",
  own_probability: "the first model was unsure of its own words",
  cheap: "what is known of the prompt and the first answer spoke against it",
  failed: "the first answer broke off",
};

// A ground that is not known here is shown as the gateway wrote it.
export const escalationWords = ({ from, to, reason }: Escalation): string =>
  `${from} → ${to} because ${GROUNDS[reason] ?? (reason || "the gateway says no reason")}`;
