import type { Optimiser } from "../tensor/index.ts";

/** Parameters with their gradient and moments, on the host. */
export interface HostMoments {
  readonly theta: Float32Array;
  readonly gradient: Float64Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface HostStep {
  /** Number of the step, from 1. */
  readonly steps: number;
  readonly learningRate: number;
  /** Length the gradient is clipped to. */
  readonly maxGradientNorm?: number | undefined;
}

/**
 * Clips and takes one step of AdamW on the host, as `clipByGlobalNorm` and `adamw` do on the tensor engine.
 *
 * @returns the norm of the gradient before it was clipped
 */
export function moveByAdam(
  { theta, gradient, mean, square }: HostMoments,
  { beta1, beta2, epsilon, weightDecay }: NonNullable<Optimiser["adam"]>,
  { steps, learningRate, maxGradientNorm }: HostStep,
): number {
  const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
  const scale = maxGradientNorm === undefined ? 1 : Math.min(1, maxGradientNorm / (norm + 1e-6));
  const [pace, correction] = [learningRate / (1 - beta1 ** steps), 1 / (1 - beta2 ** steps)];
  for (let i = 0; i < theta.length; i++) {
    const slope = scale * (gradient[i] as number);
    mean[i] = beta1 * (mean[i] as number) + (1 - beta1) * slope;
    square[i] = beta2 * (square[i] as number) + (1 - beta2) * slope * slope;
    const move = (pace * (mean[i] as number)) / (Math.sqrt((square[i] as number) * correction) + epsilon);
    theta[i] = (theta[i] as number) * (1 - learningRate * weightDecay) - move;
  }
  return norm;
}
