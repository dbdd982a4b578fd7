import { type Code, wasm } from "./wasm-module.ts";

const { put, times, plus, minus, constant } = wasm;

/** (ln 2)ᵏ/k!, k = 6 … 0: the series of 2^f, |f| ≤ ½, to 2e-7. */
const SERIES: readonly number[] = [6, 5, 4, 3, 2, 1, 0].map((k) => {
  let term = 1;
  for (let j = 1; j <= k; j++) term *= Math.LN2 / j;
  return term;
});

/**
 * x ← eˣ = 2ⁿ·2^f, with n the nearest whole number to x / ln 2; for |x| ≤ 80.
 *
 * @param x - a local of four lanes
 * @param power - another one, written over
 */
export function exponential(x: Code, power: Code): Code {
  const [highest, ...rest] = SERIES as [number, ...number[]];
  const series = rest.flatMap((term) => [...x, ...times, ...constant(term), ...plus]);
  const shifted = [...power, ...wasm.toIntegers, ...wasm.integers(127), ...wasm.plusIntegers];
  return [
    ...[...x, ...constant(Math.LOG2E), ...times, ...put(x)],
    ...[...x, ...wasm.nearest, ...put(power), ...x, ...power, ...minus, ...put(x)],
    ...[...constant(highest), ...series, ...shifted, ...wasm.i32(23), ...wasm.shiftLeft, ...times, ...put(x)],
  ];
}
