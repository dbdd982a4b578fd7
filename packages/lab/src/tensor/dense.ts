import { streamKey } from "@guerdon/core/random";
import { numpy as np } from "@jax-js/jax";
import { hostArray } from "./host-array.ts";
import type { HostFloats, Tensor, Tree } from "./model.ts";
import { normalAt } from "./normal-at.ts";
import { orthogonalRows } from "./orthogonal-rows.ts";

/** Weights of a layer: rows are inputs. */
export type DenseParameters<T = HostFloats> = { readonly weight: T; readonly bias: T };

/** How a layer starts. */
export interface DenseStart {
  /** Standard deviation times √inputs, or the length of each row of an orthogonal matrix. */
  readonly gain?: number;
  readonly draw?: "normal" | "orthogonal";
}

/**
 * Fresh weights of a layer: normal with deviation gain / √inputs, or gain times an orthogonal matrix; biases 0.
 *
 * @param name - names the random stream: layers of other names are drawn apart
 * @shape → weight [inputs, outputs], bias [outputs]
 */
export function denseParameters(
  seed: number,
  name: string,
  inputs: number,
  outputs: number,
  { gain = 1, draw = "normal" }: DenseStart = {},
): DenseParameters {
  const bias = hostArray([outputs]);
  const key = streamKey(seed, name);
  if (draw === "orthogonal")
    return { weight: hostArray([inputs, outputs], orthogonalRows(key, inputs, outputs, gain)), bias };
  return { weight: normalArray(key, [inputs, outputs], gain / Math.sqrt(inputs)), bias };
}

/** An array of independent normal numbers. */
export function normalArray(key: number, shape: readonly number[], deviation: number): HostFloats {
  const array = hostArray(shape);
  for (let i = 0; i < array.data.length; i++) array.data[i] = deviation * normalAt(key, i);
  return array;
}

/**
 * x·W + b.
 *
 * @shape x [R, inputs] → [R, outputs]
 */
export function dense(parameters: Tree, x: Tensor): Tensor {
  const { weight, bias } = parameters as DenseParameters<Tensor>;
  return np.dot(x, weight).add(bias);
}
