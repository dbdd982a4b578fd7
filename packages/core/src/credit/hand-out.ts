import { isFull } from "../internal/is-full.ts";
import {
  deriveSignal,
  graver,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";
import { rolloutAt } from "./rollout-at.ts";
import { shareWeights, type WeightSettings } from "./share-weights.ts";

/**
 * Hands the outcome of each rollout (the first input) out to its steps or tokens, by given weights (the second) or by
 * place, and in part to the last (1 − alpha, the last input).
 */
export function handOut(
  settings: WeightSettings,
  level: "step" | "token",
  inputs: readonly Signal[],
  layout: Layout,
): Signal {
  const { by, normalise } = settings;
  const of = inputs[0] as Signal;
  const alpha = by === "last" ? undefined : (inputs.at(-1) as Signal);
  const given = by === "weight" || by === "progress" ? (inputs[1] as Signal) : undefined;
  const weight =
    by === "weight" && normalise && isFull((inputs[1] as Signal).present) ? (inputs[1] as Signal) : undefined;
  const offsets = rolloutOffsets(layout, level);
  const length = offsets[offsets.length - 1] as number;
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  let certain = normalise && (given === undefined || weight !== undefined);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const from = offsets[r] as number;
    const to = offsets[r + 1] as number;
    if (from === to) continue;
    const dense = alpha === undefined ? 1 : (alpha.values[r] as number);
    if (of.present[r] === 0 || alpha?.present[r] === 0) certain = false;
    else if (dense === 1 && weight !== undefined && share(settings, of, r, weight, values, from, to)) {
      present.fill(1, from, to);
    } else {
      certain &&= dense === 1 && given === undefined;
      const last = shareWeights(settings, given, values, present, from, to);
      if (last !== -1) blend(of.values[r] as number, dense, normalise, values, from, to, last);
    }
  }
  if (certain) return { level, values, present };
  return deriveSignal(level, values, present, (i) => reasonAt(of, alpha, given, rolloutAt(offsets, i), i));
}

/** Turns weights into what each place gets. */
function blend(
  outcome: number,
  dense: number,
  normalise: boolean,
  values: Float64Array,
  from: number,
  to: number,
  last: number,
): void {
  let total = normalise ? 0 : 1;
  if (normalise) for (let i = from; i < to; i++) total += values[i] as number;
  for (let i = from; i < to; i++) values[i] = dense * ((outcome * (values[i] as number)) / total) + 0;
  if (dense !== 1) values[last] = (values[last] as number) + (1 - dense) * outcome;
}

/** Shares by given weights in two passes; does nothing where numbers could get too large or too small for that. */
function share(
  { negative }: WeightSettings,
  of: Signal,
  row: number,
  weight: Signal,
  values: Float64Array,
  from: number,
  to: number,
): boolean {
  const weights = weight.values;
  const floor = negative === "clamp" ? 0 : Number.NEGATIVE_INFINITY;
  let [a, b] = [0, 0];
  let i = from;
  for (; i + 1 < to; i += 2) {
    a += Math.abs(Math.max(floor, weights[i] as number));
    b += Math.abs(Math.max(floor, weights[i + 1] as number));
  }
  if (i < to) a += Math.abs(Math.max(floor, weights[i] as number));
  const [outcome, total] = [of.values[row] as number, a + b];
  if (!isModerate(total) || !isModerate(outcome)) return false;
  const factor = outcome / total;
  for (i = from; i < to; i++) values[i] = factor * Math.abs(Math.max(floor, weights[i] as number)) + 0;
  return true;
}

/** Whether products and quotients of such numbers keep all their digits. */
function isModerate(value: number): boolean {
  const size = Math.abs(value);
  return size > 1e-100 && size < 1e100;
}

function reasonAt(of: Signal, alpha: Signal | undefined, given: Signal | undefined, row: number, at: number): Missing {
  const reasons: Missing[] = [];
  if (of.present[row] === 0) reasons.push(missingAt(of, row));
  if (alpha?.present[row] === 0) reasons.push(missingAt(alpha, row));
  if (given?.present[at] === 0) reasons.push(missingAt(given, at));
  return reasons.reduce(graver);
}
