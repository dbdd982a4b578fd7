import { numpy as np } from "@jax-js/jax";
import type { Tensor, Tree } from "./model.ts";
import { mapTree, refTree, treeLeaves } from "./tree.ts";

/**
 * The length of all arrays of a tree as one vector; consumes the tree.
 *
 * Each array is summed by rows first: a sum runs in 32 bits from the first number to the last.
 */
export function globalNorm(tree: Tree): Tensor {
  const squares = treeLeaves(tree).map((leaf) => {
    const square = np.square(leaf);
    return (square.ndim > 1 ? square.sum(0) : square).sum();
  });
  return np.sqrt(squares.reduce((sum, square) => sum.add(square)));
}

/**
 * Scales a tree down to a global norm; leaves shorter ones alone.
 *
 *   g ← g · min(1, limit / (‖g‖ + 1e-6)),  as PyTorch's `clip_grad_norm_`
 *
 * @returns the tree and the norm it had
 */
export function clipByGlobalNorm(tree: Tree, limit: number): readonly [Tree, Tensor] {
  const norm = globalNorm(refTree(tree));
  const scale = np.minimum(np.divide(limit, norm.ref.add(1e-6)), 1);
  const clipped = mapTree((leaf) => leaf.mul(scale.ref), tree);
  scale.dispose();
  return [clipped, norm];
}
