import type { HostTree, Tensor, Tree } from "./model.ts";

/** Moves parameters against a gradient. */
export interface Optimiser {
  readonly id: `${string}@${number}`;
  /** Used where a step names none. */
  readonly learningRate: number;
  /** Its numbers where it is AdamW, for kernels that take the step themselves. */
  readonly adam?: {
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly weightDecay: number;
  };
  /** The state before the first step. */
  start(parameters: HostTree): HostTree;
  /**
   * One step; consumes everything and must be traceable.
   *
   * @param learningRate - a 0-dimensional tensor
   */
  update(
    parameters: Tree,
    gradients: Tree,
    state: Tree,
    learningRate: Tensor,
  ): { readonly parameters: Tree; readonly state: Tree };
}
