import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";

/**
 * What the rollouts of each group have in common from their start.
 *
 * Nodes are numbered so that a parent comes before its children and the nodes of a group are
 * neighbours; the first of each group is its root, which stands for the prompt.
 */
export interface PrefixTree {
  /** [S] or [T] node reached with each step or token; −1 from a missing branch on. */
  readonly nodeOf: Int32Array;
  /** [N] parent of each node; −1 for roots. */
  readonly parentOf: Int32Array;
  /** [G] root of each group. */
  readonly rootOf: Int32Array;
}

/**
 * Lays the rollouts of each group into a tree: two share a node as long as they went the same ways.
 *
 * @param branch - which way each step or token went, as a number: a token id, the hash of a step, or the id of
 *   the node of a search tree. Only equality counts.
 * @shape branch [S] or [T]
 *
 * ```ts
 * // two rollouts of two steps: the first steps are the same, the second ones differ
 * prefixTree(fullSignal("step", [7, 1, 7, 2]), layout).nodeOf // [1, 2, 1, 3]
 * ```
 */
export function prefixTree(branch: Signal, layout: Layout): PrefixTree {
  const offsets = rolloutOffsets(layout, branch.level as "step" | "token");
  const { groupOf } = layout;
  const size = branch.values.length;
  const groups = groupOf.length === 0 ? 0 : (groupOf[groupOf.length - 1] as number) + 1;
  const nodeOf = new Int32Array(size).fill(-1);
  const parentOf = new Int32Array(size + groups).fill(-1);
  const firstChild = new Int32Array(size + groups).fill(-1);
  const sibling = new Int32Array(size + groups).fill(-1);
  const label = new Float64Array(size + groups);
  const rootOf = new Int32Array(groups);
  let count = 0;
  for (let r = 0; r < groupOf.length; r++) {
    const group = groupOf[r] as number;
    if (r === 0 || groupOf[r - 1] !== group) rootOf[group] = count++;
    let node = rootOf[group] as number;
    const to = offsets[r + 1] as number;
    for (let i = offsets[r] as number; i < to && branch.present[i] === 1; i++) {
      const way = branch.values[i] as number;
      let child = firstChild[node] as number;
      while (child !== -1 && label[child] !== way) child = sibling[child] as number;
      if (child === -1) {
        child = count++;
        parentOf[child] = node;
        label[child] = way;
        sibling[child] = firstChild[node] as number;
        firstChild[node] = child;
      }
      nodeOf[i] = child;
      node = child;
    }
  }
  return { nodeOf, parentOf: parentOf.subarray(0, count), rootOf };
}
