import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "./model.ts";

/**
 * Divides each row by its root mean square: out = x / √(mean x² + epsilon) · gain.
 *
 * @shape x [R, D], gain [D] → [R, D]
 * @paper Zhang & Sennrich 2019, "Root mean square layer normalization", eq. 4
 */
export function rmsNorm(x: Tensor, gain: Tensor, epsilon = 1e-5): Tensor {
  const inverse = np.reciprocal(np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(epsilon)));
  return x.mul(inverse).mul(gain);
}
