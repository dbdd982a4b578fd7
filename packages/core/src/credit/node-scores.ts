import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import type { PrefixTree } from "./prefix-tree.ts";

/** What the rollouts through each node of a tree earned. */
export interface NodeScores {
  /** [N] mean reward; 0 where none is known. */
  readonly mean: Float64Array;
  /** [N] largest reward; −∞ where none is known. */
  readonly max: Float64Array;
  /** [N] how many of them have a reward. */
  readonly count: Int32Array;
}

/** Scores the nodes of a tree; equal rewards have exactly their own mean. */
export function scoreNodes(tree: PrefixTree, of: Signal, branch: Signal, layout: Layout): NodeScores {
  const offsets = rolloutOffsets(layout, branch.level as "step" | "token");
  const nodes = tree.parentOf.length;
  const [mean, first, count] = [new Float64Array(nodes), new Float64Array(nodes), new Int32Array(nodes)];
  const max = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
  const unequal = new Uint8Array(nodes);
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (of.present[r] === 0) continue;
    const reward = of.values[r] as number;
    const to = offsets[r + 1] as number;
    for (let i = offsets[r] as number; i < to; i++) {
      const node = tree.nodeOf[i] as number;
      if (node === -1) break;
      if (count[node] === 0) first[node] = reward;
      else if (first[node] !== reward) unequal[node] = 1;
      if (reward > (max[node] as number)) max[node] = reward;
      mean[node] = (mean[node] as number) + reward;
      count[node] = (count[node] as number) + 1;
    }
  }
  for (let node = 0; node < nodes; node++) {
    mean[node] = unequal[node] === 1 ? (mean[node] as number) / (count[node] as number) : (first[node] as number);
  }
  return { mean, max, count };
}
