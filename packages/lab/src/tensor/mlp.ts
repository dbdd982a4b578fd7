import { numpy as np } from "@jax-js/jax";
import { type DenseParameters, dense, denseParameters } from "./dense.ts";
import { hostArray } from "./host-array.ts";
import type { Tensor, Tree } from "./model.ts";
import { silu } from "./softplus.ts";

/** What comes between the layers of a network. */
export type Activation = "tanh" | "relu" | "silu";

const ACTIVATIONS: { readonly [name in Activation]: (x: Tensor) => Tensor } = {
  tanh: np.tanh,
  relu: (x) => np.maximum(x, 0),
  silu,
};

/**
 * Fresh weights of a multi-layer perceptron, orthogonal as PPO's reference code has them.
 *
 * @param widths - inputs, hidden layers, outputs
 * @param last - gain of the last layer: 0.01 for a policy that starts out uniform
 * @param start - biases of the last layer; default 0
 * @paper Huang et al. 2022, "The 37 implementation details of PPO", detail 2 (√2 for hidden layers)
 */
export function mlpParameters(
  seed: number,
  name: string,
  widths: readonly number[],
  last = 1,
  start?: readonly number[],
): readonly DenseParameters[] {
  return widths.slice(1).map((outputs, layer) => {
    const isLast = layer === widths.length - 2;
    const gain = isLast ? last : Math.SQRT2;
    const inputs = widths[layer] as number;
    const fresh = denseParameters(seed, `${name}.${layer}`, inputs, outputs, { gain, draw: "orthogonal" });
    return isLast && start !== undefined ? { ...fresh, bias: hostArray([outputs], start) } : fresh;
  });
}

/**
 * A multi-layer perceptron: dense layers with an activation between them, none after the last.
 *
 * @shape x [R, inputs] → [R, outputs]
 */
export function mlp(parameters: Tree, x: Tensor, activation: Activation = "tanh"): Tensor {
  const layers = parameters as readonly Tree[];
  return layers.reduce<Tensor>((hidden, layer, i) => {
    const out = dense(layer, hidden);
    return i < layers.length - 1 ? ACTIVATIONS[activation](out) : out;
  }, x);
}
