const PARTS = 64;
/** ln 2 in two parts whose first has no low digits, so that n times it is exact. */
const LN2_HIGH = 6.931_471_803_691_238e-1 / PARTS;
const LN2_LOW = 1.908_214_929_270_587_7e-10 / PARTS;
const PARTS_PER_UNIT = PARTS / Math.LN2;
/** 2^(j / 64), rounded to the nearest double: V8, SpiderMonkey and JavaScriptCore may differ in `Math.pow`. */
const ROOTS: Float64Array = rootsOfTwo();
const LARGEST = 1100;
/** 2^k for k from −1100 to 1100; 0 below the smallest double, infinite above the largest. */
const POWERS: Float64Array = Float64Array.from({ length: 2 * LARGEST + 1 }, (_, i) => 2 ** (i - LARGEST));

/**
 * e^x to within 2 units in the last place, the same on every engine.
 *
 *   x = (64·k + j)·ln 2/64 + r,  |r| ≤ ln 2/128;  e^x = 2^k · 2^(j/64) · (1 + r + r²/2 + … + r⁵/120)
 *
 * `Math.exp` may differ between engines, and costs two to three times as much in V8.
 */
export function exp(x: number): number {
  if (x > 709.8) return Number.POSITIVE_INFINITY;
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  const n = Math.floor(x * PARTS_PER_UNIT + 0.5);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  const series = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const root = ROOTS[n & (PARTS - 1)] as number;
  const k = n >> 6;
  const scaled = root + root * series;
  if (k > -1022 && k < 1024) return scaled * (POWERS[k + LARGEST] as number);
  const half = k >> 1;
  return scaled * (POWERS[half + LARGEST] as number) * (POWERS[k - half + LARGEST] as number);
}

/** Puts e^x in the place of every x of a slice: a loop of its own, for in a longer one each call costs as much again. */
export function expOver(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] = exp(values[i] as number);
}

/** Square roots of square roots of 2, multiplied: each within one unit in the last place, from correctly rounded operations alone. */
function rootsOfTwo(): Float64Array {
  const halves = [Math.SQRT2];
  for (let i = 1; i < 6; i++) halves.push(Math.sqrt(halves[i - 1] as number));
  return Float64Array.from({ length: PARTS }, (_, j) =>
    halves.reduce((product, root, i) => (j & (PARTS >> (i + 1)) ? product * root : product), 1),
  );
}
