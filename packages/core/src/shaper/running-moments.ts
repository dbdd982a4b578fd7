import type { Json } from "../signal/index.ts";
import type { Moments } from "./moments.ts";

/** Moments as they are remembered. */
export type RunningMoments = Moments & { readonly [name: string]: Json };

/** Moments of the values of both, by Chan's update; two constants that are equal stay exact. */
export function mergedMoments(known: RunningMoments | undefined, fresh: Moments): RunningMoments {
  if (known === undefined) return { ...fresh };
  const count = known.count + fresh.count;
  const share = fresh.count / count;
  const apart = fresh.mean - known.mean;
  return {
    count,
    mean: known.mean + share * apart,
    squares: known.squares + fresh.squares + share * known.count * apart * apart,
    min: Math.min(known.min, fresh.min),
    max: Math.max(known.max, fresh.max),
  };
}

/** Moments of a mixture in which the fresh values have the weight `alpha`, whatever their number. */
export function blendedMoments(known: RunningMoments | undefined, fresh: Moments, alpha: number): RunningMoments {
  if (known === undefined) return { ...fresh };
  const count = known.count + fresh.count;
  const apart = fresh.mean - known.mean;
  const blend = (before: number, after: number): number => before + alpha * (after - before);
  const variance =
    blend(known.squares / known.count, fresh.squares / fresh.count) + alpha * (1 - alpha) * apart * apart;
  return {
    count,
    mean: blend(known.mean, fresh.mean),
    squares: variance * count,
    min: blend(known.min, fresh.min),
    max: blend(known.max, fresh.max),
  };
}
