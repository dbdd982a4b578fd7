import { hostArray, mapHost } from "./host-array.ts";
import type { Tree } from "./model.ts";
import type { Optimiser } from "./optimiser.ts";
import { mapTree, refTree } from "./tree.ts";

export interface SgdOptions {
  readonly learningRate?: number;
  /** Share of the last move that is kept. */
  readonly momentum?: number;
}

/**
 * Gradient descent with momentum.
 *
 *   m ← momentum·m + g,   θ ← θ − lr·m
 */
export function sgd({ learningRate = 0.01, momentum = 0 }: SgdOptions = {}): Optimiser {
  if (momentum === 0) {
    return {
      id: "sgd@1",
      learningRate,
      start: () => ({}),
      update: (parameters, gradients, state, rate) => {
        const moved = mapTree((p, g) => p.sub(g.mul(rate.ref)), parameters, gradients);
        rate.dispose();
        return { parameters: moved, state };
      },
    };
  }
  return {
    id: "sgd@1",
    learningRate,
    start: (parameters) => ({ mean: mapHost(parameters, ({ shape }) => hostArray(shape)) }),
    update: (parameters, gradients, state, rate) => {
      const { mean } = state as { readonly mean: Tree };
      const m = mapTree((old, g) => old.mul(momentum).add(g), mean, gradients);
      const moved = mapTree((p, move) => p.sub(move.mul(rate.ref)), parameters, refTree(m));
      rate.dispose();
      return { parameters: moved, state: { mean: m } };
    },
  };
}
