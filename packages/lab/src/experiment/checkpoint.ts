import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { readNamedArrays, writeNamedArrays } from "../tensor/named-arrays.ts";
import type { RunState } from "./run.ts";

/** A run's state with how far its journal had come. */
export interface Checkpoint {
  readonly updates: number;
  /** Seconds of work until then, over all its lives. */
  readonly seconds: number;
  readonly state: RunState;
}

/** Writes a checkpoint as safetensors; the file appears whole or not at all. */
export function writeCheckpoint(file: string, { updates, seconds, state }: Checkpoint): void {
  const arrays = Object.entries(state.arrays).map(([name, data]) => [name, { data, shape: [data.length] }] as const);
  const run = JSON.stringify({ updates, seconds, json: state.json });
  writeNamedArrays(file, { arrays: Object.fromEntries(arrays), metadata: { run } });
}

/**
 * Reads a checkpoint.
 *
 * @throws RewardError GUERDON_FILE when it is damaged or was written by something else
 */
export function readCheckpoint(file: string): Checkpoint {
  const { arrays, metadata } = readNamedArrays(file);
  if (metadata.run === undefined) {
    throw new RewardError("GUERDON_FILE", `Expected ${file} to be a checkpoint of a run, got other safetensors.`);
  }
  const { updates, seconds, json } = JSON.parse(metadata.run) as { updates: number; seconds: number; json: Json };
  const state = { json, arrays: Object.fromEntries(Object.entries(arrays).map(([name, { data }]) => [name, data])) };
  return { updates, seconds, state };
}
