import { RewardError } from "../error/index.ts";
import type { CoalitionPlan } from "./coalition-plan.ts";

const MOST_BITS = 20;

/**
 * Every coalition that Owen values need: any blocks, and any part of one more block.
 *
 * With one block these are all coalitions, and the values are Shapley's.
 */
export function exactPlan(units: number, blocks: readonly (readonly number[])[]): CoalitionPlan {
  const bits = Math.max(0, ...blocks.map((block) => blocks.length - 1 + block.length));
  if (bits > MOST_BITS) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`units\` to need at most 2^${MOST_BITS} coalitions for exact values, got 2^${bits}.`,
      {
        hint: "Use `method: permutation`, or put units that belong together into `blocks`.",
        details: { mostBits: MOST_BITS, gotBits: bits },
      },
    );
  }
  const starts = [0];
  for (const block of blocks) starts.push((starts.at(-1) as number) + 2 ** (blocks.length - 1 + block.length));
  const coalitions = starts.at(-1) as number;
  const masks = new Uint8Array(coalitions * units);
  blocks.forEach((_, k) => {
    fillMasks(masks, units, blocks, k, starts[k] as number);
  });
  return { units, coalitions, masks, combine: (values) => combine(values, units, blocks, starts) };
}

/** Coalition start + T · 2^b + S: the other blocks whose bits are in T, and of block k the units whose bits are in S. */
function fillMasks(
  masks: Uint8Array,
  units: number,
  blocks: readonly (readonly number[])[],
  k: number,
  start: number,
): void {
  const own = blocks[k] as readonly number[];
  const others = blocks.filter((_, other) => other !== k);
  const count = 2 ** (others.length + own.length);
  for (let c = 0; c < count; c++) {
    const at = (start + c) * units;
    for (let j = 0; j < own.length; j++) masks[at + (own[j] as number)] = (c >> j) & 1;
    for (let j = 0; j < others.length; j++) {
      if (((c >> (own.length + j)) & 1) === 1) for (const unit of others[j] as readonly number[]) masks[at + unit] = 1;
    }
  }
}

function combine(
  values: ArrayLike<number>,
  units: number,
  blocks: readonly (readonly number[])[],
  starts: readonly number[],
): Float64Array {
  const shares = new Float64Array(units);
  blocks.forEach((own, k) => {
    const outer = orderWeights(blocks.length);
    const inner = orderWeights(own.length);
    const start = starts[k] as number;
    const count = 2 ** (blocks.length - 1 + own.length);
    const inside = 2 ** own.length - 1;
    for (let c = 0; c < count; c++) {
      const weight = (outer[bitsIn(c >> own.length)] as number) * (inner[bitsIn(c & inside)] as number);
      for (let j = 0; j < own.length; j++) {
        if (((c >> j) & 1) === 1) continue;
        const unit = own[j] as number;
        const gained = (values[start + c + 2 ** j] as number) - (values[start + c] as number);
        shares[unit] = (shares[unit] as number) + weight * gained;
      }
    }
  });
  return shares;
}

/** [n + 1] share of the orders of n in which exactly some s given ones come before a given other: s! (n − s − 1)! / n!. */
function orderWeights(n: number): Float64Array {
  const weights = new Float64Array(n + 1);
  weights[0] = 1 / n;
  for (let s = 1; s < n; s++) weights[s] = ((weights[s - 1] as number) * s) / (n - s);
  return weights;
}

function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
