import { RewardError } from "@guerdon/core/error";
import type { NetworkKernel, Optimiser } from "../tensor/index.ts";

/** Parameters with their gradient and moments, all in the memory of a kernel. */
export interface AdamBlocks {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface AdamStep {
  readonly adam: NonNullable<Optimiser["adam"]>;
  /** Number of the step, from 1. */
  readonly steps: number;
  readonly learningRate: number;
  /** Length the gradient is clipped to. */
  readonly maxGradientNorm?: number | undefined;
}

/**
 * Clips and takes one step of AdamW, as `clipByGlobalNorm` and `adamw` do on the tensor engine.
 *
 * @returns the norm of the gradient before it was clipped
 */
export function adamStep(
  kernel: NetworkKernel,
  { parameters, gradients, mean, square }: AdamBlocks,
  { adam, steps, learningRate, maxGradientNorm }: AdamStep,
): number {
  const { beta1, beta2, epsilon, weightDecay } = adam;
  const norm = Math.sqrt(kernel.squares(gradients));
  kernel.adam(parameters, gradients, mean, square, {
    ...{ beta1, beta2, epsilon, keep: 1 - learningRate * weightDecay },
    scale: maxGradientNorm === undefined ? 1 : Math.min(1, maxGradientNorm / (norm + 1e-6)),
    pace: learningRate / (1 - beta1 ** steps),
    correction: 1 / (1 - beta2 ** steps),
  });
  return norm;
}

/**
 * The numbers of AdamW.
 *
 * @throws RewardError GUERDON_OPTION for another optimiser
 */
export function adamOf({ id, adam }: Optimiser): AdamStep["adam"] {
  if (adam !== undefined) return adam;
  throw new RewardError("GUERDON_OPTION", `Expected the optimiser to be adamw@1, got ${id}.`, {
    hint: "Make the learner by `createLearner`, which runs any optimiser.",
    details: { got: id },
  });
}
