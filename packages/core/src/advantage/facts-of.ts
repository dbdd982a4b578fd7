import type { Need, Scope } from "../piece/index.ts";
import type { BatchRule } from "./batch-rule.ts";
import type { GroupRule } from "./group-rule.ts";

export interface AdvantageFacts {
  readonly needs: readonly Need[];
  readonly scope: Scope;
  readonly shiftInvariant?: true;
  readonly zeroSum?: "group" | "batch";
}

/** What the settings alone say about an advantage. */
export function factsOf(rule: GroupRule & BatchRule): AdvantageFacts {
  const wholeBatch = rule.batch !== "off" || rule.scale === "batch-std";
  const centred = rule.baseline !== "none" && rule.scale !== "leave-one-out-std";
  return {
    needs: rule.batch === "token" ? ["tokens"] : [],
    scope: wholeBatch ? "batch" : "group",
    ...(rule.baseline === "none" || rule.scale === "batch-std" ? {} : { shiftInvariant: true }),
    ...(rule.batch === "rollout" ? { zeroSum: "batch" } : rule.batch === "off" && centred ? { zeroSum: "group" } : {}),
  };
}
