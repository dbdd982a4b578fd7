import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";
import { noPlace, placeIn } from "./place-in.ts";

export interface WeightTableOptions {
  /** One row of weights for each mode, one weight for each input. */
  readonly rows: readonly (readonly number[])[];
  /** Takes `by` as a place between rows, and the weights on the line between them. */
  readonly interpolate: boolean;
}
type WeightTableInput = {
  readonly rows: WeightTableOptions["rows"];
  readonly interpolate?: boolean | undefined;
};

const options: z.ZodType<WeightTableOptions, WeightTableInput> = z.strictObject({
  rows: z.array(z.array(z.number()).min(1).readonly()).min(1).readonly(),
  interpolate: z.boolean().default(false),
});

/**
 * Adds the inputs with the weights of one row of a table, which a number names.
 *
 *   out_i = Σ_k rows[by_i][k] · of_{k,i},  rows counted from 0
 *   rows[b] = (1 − b + ⌊b⌋) · rows[⌊b⌋] + (b − ⌊b⌋) · rows[⌊b⌋ + 1],  b clipped to the table, with `interpolate`
 *
 * An input with weight 0 is not looked at and may be missing; any other missing input makes the result
 * missing, as a missing `by` does. Without `interpolate` a number that names no row is a failure of the
 * engine. The rows may be modes of thinking, states, stages, or two ends between which a controller
 * moves: `by: sigmoid(gain * d)`. A constant term is an input that is a number: `of: [1, primary, aux]`.
 *
 * @shape by [R], of K × [R] → [R]
 * @unit place from 0, any → any
 * @throws RewardError GUERDON_OPTION when a row has not one weight for each input
 * @throws RewardError GUERDON_SHAPE when there is no input to add or lengths differ
 * @paper 103 §Mechanism (α 0, 0.5 and 1 on the length term by mode)
 * @paper 222 §Mechanism (β · explore + (1 − β) · exploit, β = σ(gain · d))
 * @paper 004 §Mechanism (φ1 + φ2 · r_p + φ3 · r_aux, a row for each state)
 * @kind combinator
 * @alias modeScaled = { use: weight-table, rows: [[1, 0, 1], [1, 0.5, 1], [1, 1, 1]] }
 * @alias interpolateByController = { use: weight-table, rows: [[0, 1, 0], [0, 0, 1]], interpolate: true }
 * @alias learntBlend = { use: weight-table, rows: [[0, 1, 1]] }
 * @alias 065:stateWeighted
 * @plot { rows: [[1, 0], [0, 1]], interpolate: true, of: [1, 3] } over by 0..1
 * @plot { rows: [[1, 0], [0, 1]], interpolate: true, of: [3, 1] } over by 0..1
 *
 * ```ts doctest
 * import { weightTable } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [mode, task, length] = [[0, 1, 1], [1, 1, 0], [9, 0.5, 0.5]].map((row) => fullSignal("rollout", row));
 * const piece = weightTable({ rows: [[1, 0], [1, 0.5]] });
 * [...piece.apply([mode, task, length], flatLayout([3])).values] // => [1, 1.25, 0.25]
 * ```
 */
export const weightTable: TransformFactory<typeof options> = defineCombinator({
  name: "weight-table",
  version: 1,
  summary: "Adds the inputs with the weights of one row of a table, which a number names.",
  options,
  build: (settings) => ({
    inputs: [{ name: "by" }, { name: "of", many: true }],
    range: ([by, ...of]) => hull(...rowsWithin(by as Interval, settings, of.length).map((row) => rangeOfSum(of, row))),
    trend: (index, [by, ...of]) => trendIn(index, by as Interval, of, settings),
    apply: ([by, ...of]) => addByRow(by as Signal, of, settings),
  }),
});

function addByRow(by: Signal, of: readonly Signal[], { rows, interpolate }: WeightTableOptions): Signal {
  lengthOf(of);
  for (const row of rows) perInput("rows", row, of.length);
  const length = lengthOf([by, ...of]);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  const weights = new Float64Array(of.length);
  const read = (i: number): boolean => readWeights(weights, by.values[i] as number, rows, interpolate);
  for (let i = 0; i < length; i++) {
    if (by.present[i] === 0 || !read(i)) continue;
    present[i] = 1;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k] as number;
      if (weight === 0) continue;
      const input = of[k] as Signal;
      sum += weight * (input.values[i] as number);
      present[i] = (present[i] as number) & (input.present[i] as number);
    }
    values[i] = sum;
  }
  return deriveSignal(by.level, values, present, (i) => {
    if (by.present[i] === 0) return missingAt(by, i);
    if (!read(i)) return noPlace(by.values[i] as number, rows.length);
    return missingAt(of.find((input, k) => weights[k] !== 0 && input.present[i] === 0) as Signal, i);
  });
}

/** Puts the weights at a place of the table into `out`; tells whether there are any. */
function readWeights(out: Float64Array, at: number, rows: WeightTableOptions["rows"], interpolate: boolean): boolean {
  const place = interpolate ? Math.min(rows.length - 1, Math.max(0, at)) : placeIn(at, rows.length);
  if (place < 0) return false;
  const below = Math.floor(place);
  const part = place - below;
  const low = rows[below] as readonly number[];
  const high = rows[below + 1] ?? low;
  for (let k = 0; k < out.length; k++) {
    out[k] = part === 0 ? (low[k] as number) : (1 - part) * (low[k] as number) + part * (high[k] as number);
  }
  return true;
}

/** The rows that may be taken, with those at the ends of the range of places. */
function rowsWithin(
  by: Interval,
  { rows, interpolate }: WeightTableOptions,
  count: number,
): readonly (readonly number[])[] {
  for (const row of rows) perInput("rows", row, count);
  const found = rows.filter((_, place) => place >= by.min && place <= by.max);
  if (!interpolate) return found;
  const ends = [by.min, by.max].map((at) => {
    const weights = new Float64Array(count);
    readWeights(weights, at, rows, true);
    return [...weights];
  });
  return [...found, ...ends];
}

function rangeOfSum(of: readonly Interval[], weights: readonly number[]): Interval {
  let [min, max] = [0, 0];
  weights.forEach((weight, k) => {
    if (weight === 0) return;
    const input = of[k] as Interval;
    min += weight * (weight > 0 ? input.min : input.max);
    max += weight * (weight > 0 ? input.max : input.min);
  });
  return { min, max };
}

function trendIn(index: number, by: Interval, of: readonly Interval[], settings: WeightTableOptions): Trend {
  const rows = rowsWithin(by, settings, of.length);
  if (index === 0) return rows.length > 1 ? "unknown" : "constant";
  const weights = rows.map((row) => row[index - 1] as number);
  if (weights.every((weight) => weight === 0)) return "constant";
  if (weights.every((weight) => weight >= 0)) return "increasing";
  return weights.every((weight) => weight <= 0) ? "decreasing" : "unknown";
}
