import { exp } from "./exp.ts";

const STEPS = 128;
/** Logarithms of 1 + j/128, and what 1 + j/128 divides by. */
const LOGS: Float64Array = Float64Array.from({ length: STEPS + 1 }, (_, j) => Math.log1p(j / STEPS));
const INVERSES: Float64Array = Float64Array.from({ length: STEPS + 1 }, (_, j) => STEPS / (STEPS + j));

/**
 * log(1 + e^x), finite for every finite x.
 *
 *   max(x, 0) + log1p(e^(−|x|))
 */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1pOfUnit(exp(x > 0 ? -x : x));
}

/** log σ(x) = −softplus(−x). */
export function logSigmoid(x: number): number {
  return -softplus(-x);
}

/** 1 / (1 + e^(−x)). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** log(1 + u) for u from 0 to 1: table by steps of 1/128, series between them. */
export function log1pOfUnit(u: number): number {
  const j = Math.floor(u * STEPS + 0.5);
  const z = (u - j / STEPS) * (INVERSES[j] as number);
  const series = z - z * z * (1 / 2 - z * (1 / 3 - z * (1 / 4 - z * (1 / 5 - z * (1 / 6 - z * (1 / 7))))));
  return (LOGS[j] as number) + series;
}
