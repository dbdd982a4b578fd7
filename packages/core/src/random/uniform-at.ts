const ROUNDS = 10;
const MULTIPLIER = 0xd256d193;
const WEYL = 0x9e3779b9;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000)) >>> 0;
}

/**
 * A uniform number in [0, 1) that depends on nothing but key and counter (Philox-2x32, 10 rounds).
 *
 * Any order of calls, on any number of workers, gives the same numbers; 53 bits are random.
 *
 * @param key - unsigned 32-bit stream key, see {@link streamKey}
 * @param counter - integer ≥ 0, up to 2^53
 * @paper Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", §3.3
 *
 * ```ts doctest
 * import { streamKey, uniformAt } from "@guerdon/core/random";
 * uniformAt(streamKey(7, "sampler"), 3) === uniformAt(streamKey(7, "sampler"), 3) // => true
 * ```
 */
export function uniformAt(key: number, counter: number): number {
  let left = counter >>> 0;
  let right = Math.floor(counter / 0x1_0000_0000) >>> 0;
  let round = key >>> 0;
  for (let i = 0; i < ROUNDS; i++) {
    const high = multiplyHigh(MULTIPLIER, left);
    const low = Math.imul(MULTIPLIER, left) >>> 0;
    left = (high ^ round ^ right) >>> 0;
    right = low;
    round = (round + WEYL) >>> 0;
  }
  return (left * 0x20_0000 + (right >>> 11)) / 0x20_0000_0000_0000;
}
