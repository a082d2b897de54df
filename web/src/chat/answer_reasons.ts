// Why this model: the gateway's own reasons, in the order in which they came to bear.
import type { Reply } from "../server/reply";
import type { Escalation } from "../sessions/record";
import { escalationWords } from "./escalation_words";

export interface Reason {
  about: string;
  words: string[];
}

const chances = (right: Reply["p_right"]): string[] =>
  Object.entries(right ?? {}).map(([tier, chance]) => `${tier} ${Math.round(chance * 100)} %`);

// The gateway's names of grounds are words with underscores.
const plain = (name: string | undefined): string | undefined => name?.replaceAll("_", " ");

function placement({ placement, attempts }: Reply): (string | undefined)[] {
  const again = attempts !== undefined && attempts > 1 ? `${attempts} attempts were needed` : undefined;
  return [plain(placement?.reason), plain(placement?.fallback), again];
}

export function reasonsOf(reply: Reply, escalations: readonly Escalation[]): Reason[] {
  const score = reply.complexity_score_100;
  const complexity = score === undefined ? [] : [`${score} of 100 (${reply.complexity_label ?? "no label"})`];
  const reasons: Reason[] = [
    { about: "Decision", words: [reply.decision] },
    {
      about: "Mode",
      words: [reply.mode_moved_by && `${reply.mode_used ?? "another"}: ${reply.mode_moved_by}`],
    },
    { about: "Complexity", words: [...complexity, ...(reply.complexity_reasons ?? [])] },
    { about: "Expected to answer well", words: chances(reply.p_right) },
    { about: "Place", words: placement(reply) },
    { about: "Cascade", words: [reply.cascade?.plan, reply.cascade?.reason] },
    { about: "Escalation", words: escalations.map(escalationWords) },
  ].map(({ about, words }) => ({ about, words: words.filter((word): word is string => Boolean(word)) }));
  return reasons.filter(({ words }) => words.length > 0);
}
