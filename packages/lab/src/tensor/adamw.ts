import { numpy as np } from "@jax-js/jax";
import { hostArray, mapHost } from "./host-array.ts";
import type { Tensor, Tree } from "./model.ts";
import type { Optimiser } from "./optimiser.ts";
import { mapTree, refTree } from "./tree.ts";

export interface AdamwOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Share of each parameter that a learning rate of 1 takes away in a step. */
  readonly weightDecay?: number;
}

/** Moments, and β₁ᵗ and β₂ᵗ as products: the engine's power is off by 1e-5, as much as 1 − β₂ itself at first. */
type AdamState = { readonly mean: Tree; readonly square: Tree; readonly power1: Tensor; readonly power2: Tensor };

/**
 * Adam with decoupled weight decay.
 *
 *   m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²
 *   θ ← θ·(1 − lr·weightDecay) − lr · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * @paper Loshchilov & Hutter 2019, "Decoupled weight decay regularization", algorithm 2
 * @paper Kingma & Ba 2015, "Adam", algorithm 1 (β₁ = 0.9, β₂ = 0.999, ε = 1e-8, lr = 0.001)
 */
export function adamw({
  learningRate = 1e-3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
}: AdamwOptions = {}): Optimiser {
  return {
    id: "adamw@1",
    learningRate,
    adam: { beta1, beta2, epsilon, weightDecay },
    start: (parameters) => {
      const zeros = () => mapHost(parameters, ({ shape }) => hostArray(shape));
      const one = () => hostArray([], [1]);
      return { mean: zeros(), square: zeros(), power1: one(), power2: one() };
    },
    update: (parameters, gradients, state, rate) => {
      const { mean, square, ...powers } = state as AdamState;
      const power1 = powers.power1.mul(beta1);
      const power2 = powers.power2.mul(beta2);
      const m = mapTree((old, g) => old.mul(beta1).add(g.mul(1 - beta1)), mean, refTree(gradients));
      const v = mapTree((old, g) => old.mul(beta2).add(np.square(g).mul(1 - beta2)), square, gradients);
      const pace = rate.ref.div(np.subtract(1, power1.ref));
      const correction = np.reciprocal(np.subtract(1, power2.ref));
      const keep = np.subtract(1, rate.mul(weightDecay));
      const moved = mapTree(
        (p, first, second) => {
          const move = first.mul(pace.ref).div(np.sqrt(second.mul(correction.ref)).add(epsilon));
          return (weightDecay === 0 ? p : p.mul(keep.ref)).sub(move);
        },
        parameters,
        refTree(m),
        refTree(v),
      );
      for (const used of [pace, correction, keep]) used.dispose();
      return { parameters: moved, state: { mean: m, square: v, power1, power2 } };
    },
  };
}
