import { streamKey, uniformAt } from "../random/index.ts";
import type { CoalitionPlan } from "./coalition-plan.ts";

export interface PermutationSettings {
  readonly permutations: number;
  readonly antithetic: boolean;
  readonly seed: number;
}

/** The coalitions along random orders of the units, each asked for once; the units of a block stay together. */
export function permutationPlan(
  units: number,
  blocks: readonly (readonly number[])[],
  settings: PermutationSettings,
): CoalitionPlan {
  const orders = randomOrders(units, blocks, settings);
  const places = new Int32Array(settings.permutations * (units + 1));
  const known = new Map<number | string, number>();
  const members: number[] = [];
  const mask = new Uint8Array(units);
  for (let p = 0; p < settings.permutations; p++) {
    mask.fill(0);
    for (let j = 0; j <= units; j++) {
      if (j > 0) mask[orders[p * units + j - 1] as number] = 1;
      const key = keyOf(mask);
      let place = known.get(key);
      if (place === undefined) {
        place = known.size;
        known.set(key, place);
        for (let i = 0; i < units; i++) members.push(mask[i] as number);
      }
      places[p * (units + 1) + j] = place;
    }
  }
  return {
    units,
    coalitions: known.size,
    masks: Uint8Array.from(members),
    combine: (values) => combine(values, units, orders, places),
  };
}

function combine(values: ArrayLike<number>, units: number, orders: Int32Array, places: Int32Array): Float64Array {
  const shares = new Float64Array(units);
  const permutations = units === 0 ? 0 : orders.length / units;
  for (let p = 0; p < permutations; p++) {
    for (let j = 0; j < units; j++) {
      const unit = orders[p * units + j] as number;
      const [before, after] = [places[p * (units + 1) + j] as number, places[p * (units + 1) + j + 1] as number];
      shares[unit] = (shares[unit] as number) + ((values[after] as number) - (values[before] as number)) / permutations;
    }
  }
  return shares;
}

/** One number while that is exact, else the mask as text. */
function keyOf(mask: Uint8Array): number | string {
  if (mask.length > 52) return String.fromCharCode(...mask);
  let key = 0;
  for (let i = 0; i < mask.length; i++) key = 2 * key + (mask[i] as number);
  return key;
}

/** [permutations × units] with `antithetic` every second order is the reverse of the one before. */
function randomOrders(
  units: number,
  blocks: readonly (readonly number[])[],
  settings: PermutationSettings,
): Int32Array {
  const { permutations, antithetic, seed } = settings;
  const orders = new Int32Array(permutations * units);
  const key = streamKey(seed, "shapley");
  let counter = 0;
  const draw = (below: number): number => Math.floor(uniformAt(key, counter++) * below);
  for (let p = 0; p < permutations; p++) {
    const at = p * units;
    if (antithetic && p % 2 === 1) orders.set(orders.slice(at - units, at).reverse(), at);
    else
      orders.set(
        shuffled(blocks, draw).flatMap((block) => shuffled(block, draw)),
        at,
      );
  }
  return orders;
}

function shuffled<T>(items: readonly T[], draw: (below: number) => number): readonly T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
