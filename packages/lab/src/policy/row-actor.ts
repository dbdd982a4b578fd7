import type { HostTree } from "../tensor/index.ts";
import type { Head } from "./head.ts";
import type { Actor } from "./policy.ts";

/** What stands before a head, for one row after the other. */
export interface RowNetwork {
  /** Numbers a row has in `memory`. */
  readonly memoryWidth?: number;
  load(parameters: HostTree): void;
  /** Hears of all rows before it is asked for the first. */
  show?(observations: Float32Array): void;
  /**
   * What the head reads of a row; valid until the next call, and may be overwritten.
   *
   * @param memory - of all rows; moved when `moves`
   */
  raw(observations: Float32Array, row: number, memory: Float32Array, moves: boolean): Float64Array;
  /** Value of what a row shows; 0 without a critic. Moves nothing. */
  value(observations: Float32Array, row: number, memory: Float32Array): number;
}

/** An actor that asks a network and a head for one row after the other. */
export function rowActor(network: RowNetwork, head: Head, count: number): Actor {
  const sampler = head.sampler();
  const width = network.memoryWidth ?? 0;
  const memory = new Float32Array(count * width);
  const express = head.express ?? ((drawn, into) => into.set(drawn));
  return {
    memory,
    load: (parameters) => {
      network.load(parameters);
      sampler.load((parameters as { readonly head: HostTree }).head);
    },
    act: (observations, into, { key, step }, legal) => {
      network.show?.(observations);
      for (let row = 0; row < count; row++) {
        into.values[row] = network.value(observations, row, memory);
        const raw = network.raw(observations, row, memory, true);
        const counter = (step * count + row) * head.draws;
        into.logProbs[row] = sampler.draw(raw, 0, key, counter, into.drawn, row, legal);
      }
      express(into.drawn, into.actions);
    },
    best: (observations, into, legal) => {
      network.show?.(observations);
      for (let row = 0; row < count; row++) {
        const raw = network.raw(observations, row, memory, true);
        sampler.mode(raw, 0, into.drawn, row, legal);
      }
      express(into.drawn, into.actions);
    },
    values: (observations, into) => {
      network.show?.(observations);
      for (let row = 0; row < count; row++) into[row] = network.value(observations, row, memory);
    },
    forget: (ended) => {
      if (width === 0) return;
      for (let row = 0; row < count; row++) if (ended[row] === 1) memory.fill(0, row * width, (row + 1) * width);
    },
  };
}
