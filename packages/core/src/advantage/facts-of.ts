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
  const { baseline, scale, batch, clip } = rule;
  const sum = clip === undefined ? sumOf(rule) : undefined;
  const wholeBatch = batch !== "off" || baseline === "batch-mean" || readsBatch(scale);
  const shifts = baseline === "none" || baseline === "batch-mean" || scale === "mean" || readsBatch(scale);
  return {
    needs: batch === "token" || baseline === "token-mean" ? ["tokens"] : [],
    scope: wholeBatch ? "batch" : "group",
    ...(shifts ? {} : { shiftInvariant: true }),
    ...(sum === undefined ? {} : { zeroSum: sum }),
  };
}

function readsBatch(scale: GroupRule["scale"]): boolean {
  return scale === "batch-std" || scale === "nonzero-share";
}

/** Over what the advantages add up to 0, before they are cut. */
function sumOf({ baseline, scale, batch }: GroupRule & BatchRule): "group" | "batch" | undefined {
  if (batch !== "off") return batch === "rollout" ? "batch" : undefined;
  if (baseline === "batch-mean") return scale === "none" || readsBatch(scale) ? "batch" : undefined;
  if (baseline === "none" || baseline === "token-mean" || scale === "leave-one-out-std") return undefined;
  return "group";
}
