import { streamKey, uniformAt } from "../random/index.ts";
import type { Interval } from "../signal/index.ts";

/** A stream of random choices that depends on nothing but seed and name. */
export interface Draw {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in 0 … below − 1. */
  integer(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[];
  /** A value of the interval: often a bound, 0 or a tie, else anything between. */
  value(range: Interval): number;
}

export function drawFrom(seed: number, name: string): Draw {
  const key = streamKey(seed, name);
  let counter = 0;
  const uniform = (): number => uniformAt(key, counter++);
  const draw: Draw = {
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    chance: (probability) => uniform() < probability,
    pick: (from) => from[draw.integer(from.length)] as (typeof from)[number],
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: uniform() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
    value: ({ min, max }) => {
      const way = uniform();
      if (way < 0.15) return min;
      if (way < 0.3) return max;
      if (way < 0.4 && min <= 0 && max >= 0) return 0;
      if (way < 0.6) return min + (draw.integer(5) / 4) * (max - min);
      return Math.min(max, min + uniform() * (max - min));
    },
  };
  return draw;
}
