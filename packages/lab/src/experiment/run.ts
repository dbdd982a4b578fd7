import type { Json } from "@guerdon/core/signal";

/** What one update measured, by name: `reward`, `accuracy`, `length`, `kl`. */
export type Metrics = { readonly [name: string]: number };

/** All that a run has that changes: what is small as JSON, what is large as arrays by name. */
export interface RunState {
  readonly json: Json;
  readonly arrays: { readonly [name: string]: Float64Array | Float32Array | Int32Array | Uint8Array };
}

/**
 * A training run: one update at a time, every quantity recorded, and able to stop and go on between any two.
 *
 * After `restore(save())` it goes on bit by bit as if it had never stopped: no clock and no randomness but what is in
 * the state and the seed.
 */
export interface Run {
  /** Makes one update. */
  update(): Promise<Metrics>;
  /** Updates made so far. */
  readonly updates: number;
  /** Updates after which the run is over. */
  readonly end: number;
  save(): RunState;
  restore(state: RunState): void;
  /** Frees what the run holds. */
  close(): void;
}

/** Starts a run from what an arm says, the same for the same seed. */
export type StartRun = (settings: Json, seed: number) => Promise<Run>;
