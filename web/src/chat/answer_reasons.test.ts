import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonsOf } from "./answer_reasons";
import { escalationWords } from "./escalation_words";

test("the gateway's own reasons, and nothing where it gives none", () => {
  assert.deepEqual(reasonsOf({}, []), []);
  const reply = {
    decision: "the least grams",
    complexity_score_100: 76,
    complexity_label: "Complex",
    complexity_reasons: ["asks for a proof"],
    mode_moved_by: "grid",
    p_right: { small: 0.43, large: 0.8 },
    placement: { reason: "low_carbon", fallback: "no_region_qualifies" },
    attempts: 2,
    cascade: { plan: "check", reason: "p_yes 0.9 is above 0.7" },
  };
  const reasons = reasonsOf(reply, [{ from: "small", to: "medium", reason: "check_word" }]);
  assert.deepEqual(
    reasons.map(({ about }) => about),
    ["Decision", "Mode", "Complexity", "Expected to answer well", "Place", "Cascade", "Escalation"],
  );
  assert.deepEqual(reasons[3]?.words, ["small 43 %", "large 80 %"]);
  assert.deepEqual(reasons[4]?.words, ["low carbon", "no region qualifies", "2 attempts were needed"]);
  assert.deepEqual(reasons[2]?.words, ["76 of 100 (Complex)", "asks for a proof"]);
});

test("an escalation in words, with the gateway's own name for grounds that are not known here", () => {
  assert.match(
    escalationWords({ from: "small", to: "medium", reason: "refusal" }),
    /^small → medium because /,
  );
  assert.match(escalationWords({ from: "a", to: "b", reason: "new_ground" }), /because new_ground$/);
});
