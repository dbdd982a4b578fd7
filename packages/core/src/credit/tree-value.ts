import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  abstained,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
  UNIT,
} from "../signal/index.ts";
import { scoreNodes } from "./node-scores.ts";
import { type PrefixTree, prefixTree } from "./prefix-tree.ts";
import { spreadNodes } from "./spread-nodes.ts";

export interface TreeValueOptions {
  /** Where the branches are. */
  readonly level: "step" | "token";
  /** Mean or largest reward of the rollouts through a node, or the progress towards a right end. */
  readonly by: "mean" | "max" | "progress";
  /** Reward from which on a rollout ends right, with `by: progress`. */
  readonly right: number;
}
type TreeValueInput = { readonly [K in keyof TreeValueOptions]?: TreeValueOptions[K] | undefined };

const options: z.ZodType<TreeValueOptions, TreeValueInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  by: z.enum(["mean", "max", "progress"]).default("mean"),
  right: z.number().default(1),
});

const NO_RIGHT_END: Missing = abstained("no rollout of the group ends right");

/**
 * Values each step by how the rollouts of its group that share it ended.
 *
 *   mean, max   of the rewards of the rollouts through the node that the step reached
 *   progress    v_0 = 0,  v_k = max(0, v_{k−1} ± (1 − v_{k−1}) / d_k)
 *               + where some rollout through node k ends right, d_k = the steps from k to the nearest
 *               right end, k counted; − elsewhere, with the d of the nearest ancestor that has one
 *
 * So a right rollout of K steps climbs by 1/K a step. `branch` says which way each step went, as
 * for `sibling-relative`. Rollouts without a reward count for nothing; a step is missing where no
 * rollout through it has one, and from a missing branch on. With `progress` a group without a right
 * end has no values.
 *
 * @shape of [R], branch [S] → [S]; tokens instead of steps with `level: token`
 * @unit reward, id → reward, or share of the way with `by: progress`
 * @paper 126 §Mechanism: correct leaves below / leaves below
 * @paper 039 §Mechanism: right if any continuation succeeds
 * @paper 160 §Mechanism: v_k = max(v_{k−1} + (1 − v_{k−1})/(m_k + 1)·(1 − 2·r_k), 0)
 * @kind credit
 * @alias mcNodeScore = { use: tree-value, by: mean }
 * @alias continuationPotential = { use: tree-value, by: max }
 * @alias inferProcessValues = { use: tree-value, by: progress }
 * @plot { of: [1, 0, 0], by: mean } over steps [1, 2, 3, 1, 2, 4, 1, 5, 6]
 * @plot { of: [1, 0, 0], by: progress } over steps [1, 2, 3, 1, 2, 4, 1, 5, 6]
 *
 * ```ts doctest
 * import { treeValue } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 2, 4) };
 * const [reward, ids] = [fullSignal("rollout", [1, 0]), fullSignal("step", [1, 2, 1, 3])];
 * [...treeValue().apply([reward, ids], layout).values] // => [0.5, 1, 0.5, 0]
 * ```
 */
export const treeValue: TransformFactory<typeof options> = defineCredit({
  name: "tree-value",
  version: 1,
  summary: "Values each step by how the rollouts of its group that share it ended.",
  options,
  build: ({ level, by, right }) => ({
    level,
    scope: "group",
    inputs: [{ name: "of", level: "rollout" }, { name: "branch" }],
    range: (inputs) => (by === "progress" ? UNIT : (inputs[0] as Interval)),
    trend: (index) => (index === 0 && by !== "progress" ? "increasing" : "unknown"),
    apply: (inputs, layout) => {
      const [of, branch] = inputs as readonly [Signal, Signal];
      const tree = prefixTree(branch, layout);
      const scores = scoreNodes(tree, of, branch, layout);
      const distances = by === "progress" ? distancesTo(right, tree, of, branch, layout) : undefined;
      const values = distances === undefined ? scores[by as "mean" | "max"] : progress(tree, distances);
      return spreadNodes(branch, layout, tree, values, (row, node) => {
        if (node === -1 || scores.count[node] === 0) return of.present[row] === 0 ? missingAt(of, row) : undefined;
        return distances?.[tree.rootOf[layout.groupOf[row] as number] as number] === Number.POSITIVE_INFINITY
          ? NO_RIGHT_END
          : undefined;
      });
    },
  }),
});

/** [N] steps from each node to the nearest right end, the node itself counted; ∞ where there is none. */
function distancesTo(right: number, tree: PrefixTree, of: Signal, branch: Signal, layout: Layout): Float64Array {
  const offsets = rolloutOffsets(layout, branch.level as "step" | "token");
  const distances = new Float64Array(tree.parentOf.length).fill(Number.POSITIVE_INFINITY);
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (of.present[r] === 0 || (of.values[r] as number) < right) continue;
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    const end = from === to ? (tree.rootOf[layout.groupOf[r] as number] as number) : (tree.nodeOf[to - 1] as number);
    if (end !== -1) distances[end] = 1;
  }
  for (let node = distances.length - 1; node >= 0; node--) {
    const parent = tree.parentOf[node] as number;
    const through = (distances[node] as number) + 1;
    if (parent !== -1 && through < (distances[parent] as number)) distances[parent] = through;
  }
  return distances;
}

/** [N] values by the distances; nodes without one take that of the nearest ancestor, and lose. */
function progress({ parentOf }: PrefixTree, distances: Float64Array): Float64Array {
  const values = new Float64Array(parentOf.length);
  const steps = distances.slice();
  for (let node = 0; node < parentOf.length; node++) {
    const parent = parentOf[node] as number;
    if (parent === -1) continue;
    const before = values[parent] as number;
    const lost = distances[node] === Number.POSITIVE_INFINITY;
    if (lost) steps[node] = steps[parent] as number;
    const moved = (1 - before) / (steps[node] as number);
    values[node] = Math.max(0, before + (lost ? -moved : moved));
  }
  return values;
}
