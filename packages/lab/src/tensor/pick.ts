import { nn, numpy as np } from "@jax-js/jax";
import type { Tensor } from "./model.ts";

/**
 * One value of each row: out_r = x[r, index_r].
 *
 * A product with a one-hot row; the gradient of a gather does not compile.
 *
 * @param indices - int32, each within the row: others give garbage
 * @shape x [R, K], indices [R] → [R]
 */
export function pick(x: Tensor, indices: Tensor): Tensor {
  const width = x.shape.at(-1) as number;
  return x.mul(nn.oneHot(indices, width)).sum(-1);
}

/**
 * Rows of a table: out_r = table[index_r].
 *
 * @shape table [V, D], indices [R] → [R, D]
 */
export function embed(table: Tensor, indices: Tensor): Tensor {
  const rows = table.shape[0] as number;
  return np.dot(nn.oneHot(indices, rows), table);
}
