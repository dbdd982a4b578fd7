import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "./model.ts";

/**
 * log(1 + exp x), finite with a finite gradient for every x; the engine's own is infinite from 89 on.
 *
 *   softplus(x) = max(x, 0) + log(1 + exp(−|x|))
 */
export function softplus(x: Tensor): Tensor {
  return np.maximum(x.ref, 0).add(np.log(np.exp(np.abs(x).mul(-1)).add(1)));
}

/** log σ(x) = −softplus(−x). */
export function logSigmoid(x: Tensor): Tensor {
  return softplus(x.mul(-1)).mul(-1);
}

/** σ(x) = (tanh(x / 2) + 1) / 2, with a finite gradient for every x. */
export function sigmoid(x: Tensor): Tensor {
  return np.tanh(x.mul(0.5)).add(1).mul(0.5);
}

/** x·σ(x). */
export function silu(x: Tensor): Tensor {
  return x.ref.mul(sigmoid(x));
}
