import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import { missingAt, type Signal, UNBOUNDED } from "../signal/index.ts";
import { type NodeScores, scoreNodes } from "./node-scores.ts";
import { type PrefixTree, prefixTree } from "./prefix-tree.ts";
import { spreadNodes } from "./spread-nodes.ts";

export interface SiblingRelativeOptions {
  /** Where the branches are. */
  readonly level: "step" | "token";
  /** Whether each child counts once, or once for each rollout through it. */
  readonly weighting: "node" | "candidate";
  /** Added to the deviation. */
  readonly eps: number;
  /** Fewer scored children than this make no comparison. */
  readonly minChildren: number;
}
type SiblingRelativeInput = { readonly [K in keyof SiblingRelativeOptions]?: SiblingRelativeOptions[K] | undefined };

const options: z.ZodType<SiblingRelativeOptions, SiblingRelativeInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  weighting: z.enum(["node", "candidate"]).default("node"),
  eps: z.number().min(0).default(1e-4), // 022 §Mechanism D: 1e-4
  minChildren: z.int().min(2).default(2), // 022 §Mechanism D: at least 2 distinct children
});

/**
 * Compares each way a rollout took with the other ways that rollouts of its group took from the same prefix.
 *
 *   s_v = mean of `of` over the rollouts through node v
 *   out_i = (s_v − mean s) / (std s + eps)  over the children of v's parent, v = the node reached at i
 *
 * The deviation is that of a population. `branch` says which way each step or token went: a token
 * id, the hash of a step, or the id of the node of a search tree; two rollouts share a node as long
 * as they went the same ways. Where fewer than `minChildren` children have a score, or all scores
 * are equal, the result is exactly 0. Rollouts without a reward move no score and are missing; from
 * a missing branch on a rollout is missing and moves no score.
 *
 * @shape of [R], branch [T] → [T]; steps instead of tokens with `level: step`
 * @unit reward, id → deviations
 * @paper 022 §Mechanism D: A_node = (score − mean of children) / (std of children + 1e-4)
 * @kind credit
 * @alias siblingGroup = { use: sibling-relative, weighting: node }
 * @plot { level: step, of: [1, 0, 0] } over steps [1, 2, 1, 3, 4, 5]
 *
 * ```ts doctest
 * import { siblingRelative } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([3]), tokenOffsets: Int32Array.of(0, 2, 4, 6) };
 * const [reward, ids] = [fullSignal("rollout", [1, 0, 0]), fullSignal("token", [5, 1, 5, 2, 8, 1])];
 * [...siblingRelative({ eps: 0 }).apply([reward, ids], layout).values] // => [1, 1, 1, -1, -1, 0]
 * ```
 */
export const siblingRelative: TransformFactory<typeof options> = defineCredit({
  name: "sibling-relative",
  version: 1,
  summary: "Compares each way a rollout took with the other ways that rollouts of its group took from the same prefix.",
  options,
  build: (settings) => ({
    level: settings.level,
    scope: "group",
    inputs: [{ name: "of", level: "rollout" }, { name: "branch" }],
    range: () => UNBOUNDED,
    trend: (index) => (index === 0 ? "increasing" : "unknown"),
    apply: (inputs, layout) => {
      const [of, branch] = inputs as readonly [Signal, Signal];
      const tree = prefixTree(branch, layout);
      const comparison = compareChildren(tree, scoreNodes(tree, of, branch, layout), settings);
      return spreadNodes(branch, layout, tree, comparison, (row) =>
        of.present[row] === 0 ? missingAt(of, row) : undefined,
      );
    },
  }),
});

/** [N] each child's score against its siblings'. */
function compareChildren(
  { parentOf }: PrefixTree,
  { mean, count }: NodeScores,
  { weighting, eps, minChildren }: SiblingRelativeOptions,
): Float64Array {
  const nodes = parentOf.length;
  const [weights, centre, squares] = [new Float64Array(nodes), new Float64Array(nodes), new Float64Array(nodes)];
  const children = new Int32Array(nodes);
  const weightOf = (node: number): number => (weighting === "candidate" ? (count[node] as number) : 1);
  for (let node = 0; node < nodes; node++) {
    const parent = parentOf[node] as number;
    if (parent === -1 || count[node] === 0) continue;
    const weight = weightOf(node);
    children[parent] = (children[parent] as number) + 1;
    weights[parent] = (weights[parent] as number) + weight;
    const moved = ((mean[node] as number) - (centre[parent] as number)) * (weight / (weights[parent] as number));
    centre[parent] = (centre[parent] as number) + moved;
  }
  for (let node = 0; node < nodes; node++) {
    const parent = parentOf[node] as number;
    if (parent === -1 || count[node] === 0) continue;
    const difference = (mean[node] as number) - (centre[parent] as number);
    squares[parent] = (squares[parent] as number) + weightOf(node) * difference * difference;
  }
  const out = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const parent = parentOf[node] as number;
    if (parent === -1 || (children[parent] as number) < minChildren) continue;
    const difference = (mean[node] as number) - (centre[parent] as number);
    const deviation = Math.sqrt((squares[parent] as number) / (weights[parent] as number));
    if (deviation === Number.POSITIVE_INFINITY) out[node] = Number.NaN;
    else if (difference !== 0) out[node] = difference / (deviation + eps);
  }
  return out;
}
