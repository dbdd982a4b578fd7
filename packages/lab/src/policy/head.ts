import type { HostTree, Tensor, Tree } from "../tensor/index.ts";

/** Log-probabilities and entropies of rows, as tensors. */
export interface Evaluated {
  /** [B] log π of the actions taken; a density for real-valued ones. */
  readonly logProbs: Tensor;
  /** [B] in nats */
  readonly entropy: Tensor;
}

/** Draws from the distributions of one row after the other on the host. */
export interface RowSampler {
  /** Takes over the parameters a head has of its own. */
  load(own: HostTree): void;
  /**
   * Draws the action of a row.
   *
   * @param raw - what the network put out for the row, from `at` on; may be overwritten
   * @param counter - of the first of the head's draws from the stream `key`
   * @param actions - [N, A] the row's action is written
   * @param legal - [N, W] 1 for choices that are legal
   * @returns log π of the action
   */
  draw(
    raw: Float64Array,
    at: number,
    key: number,
    counter: number,
    actions: Float64Array,
    row: number,
    legal?: Uint8Array,
  ): number;
  /** Writes the most likely action of a row. */
  mode(raw: Float64Array, at: number, actions: Float64Array, row: number, legal?: Uint8Array): void;
}

/** What a head is asked about: rows of network outputs, each `stride` numbers from the next. */
export interface HeadInput {
  readonly raw: Float32Array;
  readonly stride: number;
  readonly count: number;
  /** [B] or [B, A] */
  readonly actions: Float32Array | Int32Array;
  /** [B, W] */
  readonly legal?: Float32Array | undefined;
  /** Parameters besides the network's, end to end. */
  readonly own: Float32Array;
  /** [B, O] observations; a head with `context` reads the last numbers of each row. */
  readonly observations: Float32Array | Int32Array;
}

/** A head on the host, with its gradient by hand. */
export interface HeadRows {
  evaluate(input: HeadInput, logProbs: Float32Array, entropy: Float32Array): void;
  /**
   * Writes d loss / d raw of every row and d loss / d own, for given d loss / d logProbs and d loss / d entropy.
   *
   * @param raw - rows `stride` numbers apart; what is beside the outputs is left alone
   */
  pull(
    input: HeadInput,
    gradients: { readonly logProbs: ArrayLike<number>; readonly entropy?: ArrayLike<number> | undefined },
    raw: Float32Array,
    own: Float32Array,
  ): void;
}

/**
 * A family of distributions over actions: what the numbers a network puts out mean.
 *
 * It is written twice, as tensors for training and as plain loops for acting; a test holds the two together.
 */
export interface Head {
  readonly id: `${string}@${number}`;
  /** Numbers of the network for each row. */
  readonly width: number;
  /** Numbers of an action. */
  readonly actionWidth: number;
  readonly integers: boolean;
  /** Uniform numbers a draw takes. */
  readonly draws: number;
  /** Gain of the network's last layer. */
  readonly gain: number;
  /** Numbers at the end of an observation that the head reads, after the network's, and the network does not. */
  readonly context?: number;
  /** Parameters besides the network's. */
  parameters(seed: number): HostTree;
  /**
   * Consumes its arguments; traceable.
   *
   * @param raw - [B, W + context]
   * @param actions - [B] whole numbers, or [B, A]
   * @param legal - [B, W] 1 for choices that are legal
   */
  evaluate(raw: Tensor, own: Tree, actions: Tensor, legal?: Tensor): Evaluated;
  sampler(): RowSampler;
  /** The same as `evaluate` by plain loops, with its gradient; absent where the tensor engine is needed. */
  rows?(): HeadRows;
  /** Turns actions as drawn into those an environment takes; absent where they are the same. */
  express?(drawn: Float64Array, into: Float64Array): void;
}
