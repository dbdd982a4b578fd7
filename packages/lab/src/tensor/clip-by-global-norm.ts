import { numpy as np } from "@jax-js/jax";
import type { Tensor, Tree } from "./model.ts";
import { mapTree, refTree, treeLeaves } from "./tree.ts";

const BLOCK = 256;

/**
 * The length of all arrays of a tree as one vector; consumes the tree.
 *
 * Long arrays are summed by blocks first: a sum runs in 32 bits from the first number to the last.
 */
export function globalNorm(tree: Tree): Tensor {
  const squares = treeLeaves(tree).map((leaf) => sumByBlocks(np.square(leaf).reshape([-1])));
  return np.sqrt(squares.reduce((sum, square) => sum.add(square)));
}

function sumByBlocks(vector: Tensor): Tensor {
  const length = vector.shape[0] as number;
  const whole = Math.floor(length / BLOCK) * BLOCK;
  if (whole < 2 * BLOCK) return vector.sum();
  const blocks = vector.ref.slice([0, whole]).reshape([BLOCK, -1]).sum(0).sum();
  if (whole === length) {
    vector.dispose();
    return blocks;
  }
  return blocks.add(vector.slice([whole, length]).sum());
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
