import type { numpy } from "@jax-js/jax";

/** An array of the tensor engine. Every use consumes it; `.ref` keeps it for one more. */
export type Tensor = numpy.Array;

/** Parameters and optimiser state: objects and lists of arrays, leaves in the order they were inserted. */
export type Tree = Tensor | { readonly [key: string]: Tree } | readonly Tree[];

/** Named arrays. */
export type Columns<K extends string = string> = { readonly [name in K]: Tensor };

/** Columns on the host. */
export type HostColumns<K extends string = string> = { readonly [name in K]: Float32Array };

/** An array on the host: values with a shape. */
export interface HostInput {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** An array of 32-bit floats on the host. */
export interface HostFloats extends HostInput {
  readonly data: Float32Array;
}

/** Inputs on the host, by name. */
export type HostInputs<K extends string = string> = { readonly [name in K]: HostInput };

/** Parameters and optimiser state on the host. */
export type HostTree = HostInput | { readonly [key: string]: HostTree } | readonly HostTree[];

/**
 * A function of parameters and inputs that can be trained: what it puts out are named columns.
 *
 * `outputs` consumes its arguments and must be traceable: no `if` on arrays, fixed shapes.
 */
export interface Model<I extends string = string, O extends string = string> {
  readonly id: `${string}@${number}`;
  /** Fresh parameters, by a seed. */
  parameters(seed: number): HostTree;
  outputs(parameters: Tree, inputs: Columns<I>): Columns<O>;
}

/**
 * Trains a model by gradients that are given at its outputs.
 *
 * An objective of `@guerdon/core/objective` says d loss / d output on the host; `step` pulls it back through the
 * model, clips and moves the parameters. So every objective works with every model, and none is written twice.
 */
export interface Learner<I extends string = string, O extends string = string> {
  /** Outputs for inputs of a fixed shape, on the host; a later call may write over them. */
  forward(inputs: HostInputs<I>): HostColumns<O>;
  /** One step of the optimiser against the gradients of the outputs; those left out are 0. */
  step(
    inputs: HostInputs<I>,
    gradients: { readonly [name in O]?: ArrayLike<number> },
    settings?: { readonly learningRate?: number },
  ): {
    readonly gradientNorm: number;
    /** Σ gradient · output before the step: the loss itself, where it is linear in the outputs. */
    readonly pulled: number;
  };
  /** A copy of the parameters on the host, for acting. */
  parameters(): HostTree;
  /** A copy of parameters and optimiser state; `restore` of it continues bit by bit. */
  save(): HostTree;
  restore(state: HostTree): void;
  /** Frees what the engine holds of it. */
  close(): void;
}
