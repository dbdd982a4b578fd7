import { bufferFor, checkFinite, checkLength } from "./check-length.ts";

/** A loss and its gradient by some parameters or columns. */
export interface LossPart {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/**
 * A weighted sum of losses over the same columns or parameters.
 *
 *   loss = Σ_k w_k·L_k,   gradient = Σ_k w_k·∇L_k
 *
 * A controller sets the weights; (1 − μ, μ) mixes a policy loss with a likelihood loss. A part of weight 0 is not looked
 * at. The loss is minimised.
 *
 * @shape K parts, weights [K] → loss, gradient of the parts' shape
 * @unit loss → loss
 * @throws RewardError GUERDON_SHAPE when there are not as many weights as parts, or gradients differ in length
 * @throws RewardError GUERDON_NON_FINITE when a sum overflows, with its place
 * @paper 075 §Mechanism (L = (1 − μ)·L_RL + μ·L_SFT), 142, 185, 109, 069 (dual objective), 143
 * @kind objective
 * @alias mixture
 * @alias multiTask
 * @alias dualObjective
 * @alias reinforcePlusReferenceGradient = "mixtureLoss([policyLoss(…), sftLoss({ weights: rewards … })], [1, 1])"
 *
 * ```ts doctest
 * import { mixtureLoss } from "@guerdon/core/objective";
 * const parts = [{ loss: 1, gradient: Float64Array.of(2) }, { loss: 3, gradient: Float64Array.of(-2) }];
 * const { loss, gradient } = mixtureLoss(parts, Float64Array.of(0.25, 0.75));
 * [loss, ...gradient] // => [2.5, -1]
 * ```
 */
export function mixtureLoss(
  parts: readonly LossPart[],
  weights: Float64Array,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): LossPart {
  checkLength("weights", weights, parts.length, "K");
  const length = parts[0]?.gradient.length ?? 0;
  const gradient = bufferFor("out.gradient", out.gradient, length, "P").fill(0);
  let loss = 0;
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as LossPart;
    const weight = weights[k] as number;
    checkLength(`parts[${k}].gradient`, part.gradient, length, "P");
    if (weight === 0) continue;
    loss += weight * part.loss;
    for (let i = 0; i < length; i++) gradient[i] = (gradient[i] as number) + weight * (part.gradient[i] as number);
  }
  checkFinite("mixtureLoss", loss, { gradient });
  return { loss, gradient };
}
