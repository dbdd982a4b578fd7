import { apportion } from "./apportion.ts";
import { type Demand, dynamicExtra, greedyExtra } from "./greedy-extra.ts";

export interface AllocationRules {
  /** Rollouts a prompt would get if all got the same: the budget is this times the number of prompts. */
  readonly perPrompt: number;
  /** The least a prompt gets that sometimes succeeds. */
  readonly min: number;
  /** The least a prompt gets that always fails. */
  readonly minFailed: number;
  /** The least a prompt gets that always succeeds. */
  readonly minSolved: number;
  /** The most a prompt gets that sometimes succeeds. */
  readonly max: number;
  /** Worth of a group with mixed rewards: times p (1 − p)², or 1 for every prompt. */
  readonly value: "mixed-gain" | "mixed";
  /** Gives rollouts one by one where they gain most, or finds the best split of all. */
  readonly solver: "greedy" | "dynamic";
  /** Rollouts a prompt can make use of: enough for a mixed group with `chance`, or the expected number. */
  readonly cost: "chance" | "expected";
  /** How likely a mixed group is to be with `cost: chance`. */
  readonly chance: number;
}

/**
 * Splits a budget of rollouts over prompts so that most is learnt from it.
 *
 * `rates` outside of [0, 1] count as the nearest end, NaN as unknown. The numbers add up to
 * `perPrompt` times the number of prompts, whatever the rates.
 */
export function allocateRollouts(rates: Float64Array, rules: AllocationRules): Int32Array {
  const kinds = kindsOf(rates);
  const out = new Int32Array(rates.length);
  let budget = 0;
  let least = 0;
  for (let i = 0; i < out.length; i++) {
    const kind = kinds[i] as number;
    out[i] = [rules.perPrompt, rules.minFailed, rules.min, rules.minSolved][kind] as number;
    if (kind === UNKNOWN) continue;
    budget += rules.perPrompt;
    least += out[i] as number;
  }
  if (least > budget) return scaledDown(out, kinds, budget);
  let rest = budget - least;
  if (placesOf(kinds, MIXED).length === 0) return spread(out, fallback(kinds), rest);
  const excess = rest - usable(rates, kinds, rules);
  const others = fallback(kinds);
  if (excess > 0 && others[0] !== undefined && kinds[others[0]] !== MIXED) {
    spread(out, others, excess);
    rest -= excess;
  }
  return solve(out, rates, kinds, rest, rules);
}

const UNKNOWN = 0;
const FAILED = 1;
const MIXED = 2;
const SOLVED = 3;

function kindsOf(rates: Float64Array): Uint8Array {
  return Uint8Array.from(rates, (rate) => {
    if (Number.isNaN(rate)) return UNKNOWN;
    return rate <= 0 ? FAILED : rate >= 1 ? SOLVED : MIXED;
  });
}

function placesOf(kinds: Uint8Array, ...wanted: readonly number[]): Int32Array {
  return Int32Array.from(kinds.keys()).filter((i) => wanted.includes(kinds[i] as number));
}

/** Who gets what nobody can use: prompts that always fail, else those always solved, else the mixed. */
function fallback(kinds: Uint8Array): Int32Array {
  for (const kind of [FAILED, SOLVED]) {
    const places = placesOf(kinds, kind);
    if (places.length > 0) return places;
  }
  return placesOf(kinds, MIXED);
}

function scaledDown(out: Int32Array, kinds: Uint8Array, budget: number): Int32Array {
  const places = placesOf(kinds, FAILED, MIXED, SOLVED);
  const parts = apportion(
    places.map((i) => out[i] as number),
    budget,
  );
  places.forEach((i, k) => {
    out[i] = parts[k] as number;
  });
  return out;
}

/** Adds a number evenly, the odd ones to the first. */
function spread(out: Int32Array, places: Int32Array, amount: number): Int32Array {
  const each = Math.floor(amount / Math.max(1, places.length));
  const odd = amount - each * places.length;
  places.forEach((i, k) => {
    out[i] = (out[i] as number) + each + (k < odd ? 1 : 0);
  });
  return out;
}

/** How many rollouts the mixed prompts can make use of. */
function usable(rates: Float64Array, kinds: Uint8Array, { cost, chance, max }: AllocationRules): number {
  let sum = 0;
  for (let i = 0; i < rates.length; i++) {
    if (kinds[i] !== MIXED) continue;
    const rate = rates[i] as number;
    const own =
      cost === "expected" ? 1 / rate + 1 / (1 - rate) - 1 : Math.log1p(-chance) / Math.log1p(-Math.min(rate, 1 - rate));
    sum += Math.min(max, own);
  }
  return Math.ceil(sum);
}

function solve(
  out: Int32Array,
  rates: Float64Array,
  kinds: Uint8Array,
  rest: number,
  rules: AllocationRules,
): Int32Array {
  const mixed = placesOf(kinds, MIXED);
  const own = Float64Array.from(mixed, (i) => rates[i] as number);
  const demand: Demand = {
    rates: own,
    factors: own.map((rate) => (rules.value === "mixed" ? 1 : rate * (1 - rate) ** 2)),
    from: Int32Array.from(mixed, (i) => out[i] as number),
    most: Math.max(rules.max, rules.min),
  };
  const extra = rules.solver === "greedy" ? greedyExtra(demand, rest) : dynamicExtra(demand, rest);
  let given = 0;
  mixed.forEach((i, k) => {
    out[i] = (out[i] as number) + (extra[k] as number);
    given += extra[k] as number;
  });
  return spread(out, mixed, rest - given);
}
