import type { Json } from "@guerdon/core/signal";
import type { NumberSpace } from "./environment-kind.ts";

/** What stands for an open bound where JSON has no infinity. */
const OPEN = 1e100;

/** A space in the words of Gymnasium's HTTP API. */
export function numberSpaceInfo(space: NumberSpace): { readonly [field: string]: Json } {
  if (space.kind === "discrete") return { name: "Discrete", n: space.size };
  if (space.kind === "multi-discrete") return { name: "MultiDiscrete", nvec: space.sizes };
  const ends = (bounds: readonly number[]): readonly number[] =>
    bounds.map((end) => Math.min(OPEN, Math.max(-OPEN, end)));
  return { name: "Box", shape: [space.low.length], low: ends(space.low), high: ends(space.high) };
}

/** Whether a value is of a space: a whole number, or a list with one number a place. */
export function spaceContains(space: NumberSpace, value: Json): boolean {
  const whole = (each: Json, size: number): boolean =>
    Number.isInteger(each) && (each as number) >= 0 && (each as number) < size;
  if (space.kind === "discrete") return whole(value, space.size);
  const width = space.kind === "box" ? space.low.length : space.sizes.length;
  if (!Array.isArray(value) || value.length !== width) return false;
  const list = value as readonly Json[];
  if (space.kind === "multi-discrete") return list.every((each, i) => whole(each, space.sizes[i] as number));
  return list.every(
    (each, i) => typeof each === "number" && each >= (space.low[i] as number) && each <= (space.high[i] as number),
  );
}

/**
 * A value of a space, by numbers in [0, 1): even over whole numbers and between bounds; beyond an open bound exponential
 * from the other one, normal without any.
 *
 * @param uniform - gives the next number
 */
export function sampleSpace(space: NumberSpace, uniform: () => number): Json {
  if (space.kind === "discrete") return Math.floor(uniform() * space.size);
  if (space.kind === "multi-discrete") return space.sizes.map((size) => Math.floor(uniform() * size));
  return space.low.map((low, i) => between(low, space.high[i] as number, uniform));
}

function between(low: number, high: number, uniform: () => number): number {
  const [below, above] = [Number.isFinite(low), Number.isFinite(high)];
  if (below && above) return low + (high - low) * uniform();
  const exponential = (): number => -Math.log1p(-uniform());
  if (below) return low + exponential();
  if (above) return high - exponential();
  return Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
}
