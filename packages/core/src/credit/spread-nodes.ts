import {
  deriveSignal,
  graver,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";
import type { PrefixTree } from "./prefix-tree.ts";
import { rolloutAt } from "./rollout-at.ts";

/**
 * Gives each step or token the value of the node it reached.
 *
 * @param values - [N] one value a node
 * @param reasonOf - why a rollout has none at a node, or nothing where it has one
 */
export function spreadNodes(
  branch: Signal,
  layout: Layout,
  { nodeOf }: PrefixTree,
  values: Float64Array,
  reasonOf: (row: number, node: number) => Missing | undefined,
): Signal {
  const level = branch.level as "step" | "token";
  const offsets = rolloutOffsets(layout, level);
  const out = new Float64Array(nodeOf.length);
  const present = new Uint8Array(nodeOf.length);
  const lostAt = new Int32Array(layout.groupOf.length).fill(-1);
  for (let r = 0; r < lostAt.length; r++) {
    const to = offsets[r + 1] as number;
    for (let i = offsets[r] as number; i < to; i++) {
      const node = nodeOf[i] as number;
      if (node === -1) {
        lostAt[r] = i;
        break;
      }
      if (reasonOf(r, node) !== undefined) continue;
      out[i] = values[node] as number;
      present[i] = 1;
    }
  }
  return deriveSignal(level, out, present, (i) => {
    const row = rolloutAt(offsets, i);
    const node = nodeOf[i] as number;
    const own = reasonOf(row, node);
    if (node !== -1) return own as Missing;
    const lost = missingAt(branch, lostAt[row] as number);
    return own === undefined ? lost : graver(own, lost);
  });
}
