import { type Layout, type Level, type Signal, sizeAt } from "@guerdon/core/signal";
import type { Row } from "./parse-plot.ts";

/** How many groups, members of each, and steps and tokens of each member a plot has. */
export interface Shape {
  readonly groups?: number;
  readonly members?: number;
  readonly steps?: number;
  readonly tokens?: number;
}

/** A layout in which everything has the same size; the tokens of a member are spread over its steps. */
export function plotLayout({ groups = 1, members = 1, steps = 1, tokens = steps }: Shape): Layout {
  const rollouts = groups * members;
  const offsets = (size: number): Int32Array => Int32Array.from({ length: rollouts + 1 }, (_, r) => r * size);
  const stepOf = (t: number): number => Math.floor(t / tokens) * steps + Math.floor(((t % tokens) * steps) / tokens);
  return {
    groupOf: Int32Array.from({ length: rollouts }, (_, r) => Math.floor(r / members)),
    stepOffsets: offsets(steps),
    tokenOffsets: offsets(tokens),
    stepOfToken: Int32Array.from({ length: rollouts * tokens }, (_, t) => stepOf(t)),
    groupKeys: Array.from({ length: groups }, (_, g) => `group ${g + 1}`),
  };
}

/** A signal of given values, repeated as often as the level needs; null is missing. */
export function signalOf(layout: Layout, level: Level, row: Row): Signal {
  const size = sizeAt(layout, level);
  const at = (i: number): number | null => row[i % row.length] ?? null;
  return {
    level,
    values: Float64Array.from({ length: size }, (_, i) => at(i) ?? 0),
    present: Uint8Array.from({ length: size }, (_, i) => (at(i) === null ? 0 : 1)),
  };
}

/** The values of a signal, null where one is missing. */
export function valuesOf({ values, present }: Signal): readonly (number | null)[] {
  return Array.from(values, (value, i) => (present[i] === 1 ? value : null));
}
