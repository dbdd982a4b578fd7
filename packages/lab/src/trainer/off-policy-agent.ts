import type { Space } from "../environment/environment.ts";
import type { Metrics } from "../experiment/run.ts";
import type { HostTree } from "../tensor/index.ts";
import type { ReplayBatch } from "./replay-memory.ts";

/** Where and when something is drawn: the same for the same key and step. */
export interface DrawMoment {
  readonly key: number;
  readonly step: number;
}

/** What an agent must fit. */
export interface AgentShape {
  readonly observationWidth: number;
  readonly action: Space;
  /** N: rows it acts on. */
  readonly rows: number;
  /** B: transitions it learns from at a time. */
  readonly batch: number;
}

/** What acts, and learns from any transitions whoever made them. */
export interface OffPolicyAgent {
  /**
   * Draws an action for each row; without `explore` the best it knows.
   *
   * @param legal - [N, W] 1 for choices that are legal, where some are not
   */
  act(observations: Float32Array, into: Float64Array, moment: DrawMoment, explore: boolean, legal?: Uint8Array): void;
  /** One step on a batch; `moment.step` counts these steps. */
  learn(batch: ReplayBatch, moment: DrawMoment): Metrics;
  /** [B] errors of the values of the last batch, by which a memory may prefer transitions. */
  readonly errors: Float64Array;
  /** A copy of all that changes; `restore` of it continues bit by bit. */
  save(): HostTree;
  restore(state: HostTree): void;
  close(): void;
}

/** Makes an agent of a shape, the same for the same seed. */
export type MakeAgent = (shape: AgentShape, seed: number) => OffPolicyAgent | Promise<OffPolicyAgent>;

/** Says what transitions are worth instead of the environment, and may learn it from them. */
export interface BatchReward {
  /** Writes rewards over those of a batch of single steps. */
  relabel(batch: ReplayBatch): void;
  /** One step on a batch. */
  learn(batch: ReplayBatch, moment: DrawMoment): Metrics;
  save(): HostTree;
  restore(state: HostTree): void;
}

/** Makes a reward that fits a shape. */
export type MakeReward = (shape: AgentShape, seed: number) => BatchReward;
