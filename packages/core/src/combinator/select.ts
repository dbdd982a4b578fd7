import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { noPlace, placeIn } from "./place-in.ts";

export interface SelectOptions {
  /** What a number that is no place gets: a failure, the first or the last entry. */
  readonly unknown: "fail" | "first" | "last";
}
type SelectInput = { readonly [K in keyof SelectOptions]?: SelectOptions[K] | undefined };

const options: z.ZodType<SelectOptions, SelectInput> = z.strictObject({
  unknown: z.enum(["fail", "first", "last"]).default("fail"), // 061 §Pieces: requireKnown: true
});

/**
 * Takes, for each rollout, the one of several signals that a number names.
 *
 *   out_i = of_{by_i, i},  places counted from 0
 *
 * Only the signal that is taken must be there; the result is missing for its reason, or for that of a
 * missing `by`. A number that is no place is a failure of the engine, or gets the first or last signal.
 * `by` may be the kind of task, the mode, or a band: a term at any level. Between two signals a
 * condition is enough, and the one not taken may be missing just as well: `where(easy > 0, a, b)`.
 * A verifier that answers where it can, and a model elsewhere, is `default(verifier, model)`: an
 * abstention is filled and a broken sandbox is not; `where(default(verifier, 0) > 0, verifier, model)`
 * asks the model after a miss too.
 *
 * @shape by [R], of K × [R] → [R]
 * @unit place from 0, any → any
 * @throws RewardError GUERDON_SHAPE when there is no signal to take or lengths differ
 * @paper 061 §Pieces, 054, 102, 171, 176, 185 (a reward for each kind of task)
 * @paper 060 §Mechanism (verifier first, model where it does not apply or fails)
 * @paper 091 §Mechanism (two reward pipelines, one for each group)
 * @kind combinator
 * @alias select
 * @alias byTaskType
 * @alias byVerifiability = "default(verifier, model)"
 * @alias taskTypeGate
 * @alias route = "where(easy > 0, efficient, accurate)"
 * @alias 171:route
 * @alias 176:route
 * @alias hybridRoute = "where(default(verifier, 0) > 0, verifier, 0.5 * model)"
 * @alias 054:hybridRoute = "default(verifier, model)"
 * @alias thresholdRouter = "where(difficulty > 0.5, strong, weak)"
 * @plot { by: 0, of: [0.5] } over of 0..1
 * @plot { by: 1, of: [0.5] } over of 0..1
 *
 * ```ts doctest
 * import { select } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [task, exact, judged] = [[0, 1, 1], [1, 0, 0], [5, 6, 7]].map((row) => fullSignal("rollout", row));
 * [...select().apply([task, exact, judged], flatLayout([3])).values] // => [1, 6, 7]
 * ```
 */
export const select: TransformFactory<typeof options> = defineCombinator({
  name: "select",
  version: 1,
  summary: "Takes, for each rollout, the one of several signals that a number names.",
  options,
  build: (settings) => ({
    inputs: [{ name: "by" }, { name: "of", many: true }],
    range: ([by, ...of]) => rangeOfTaken(by as Interval, of, settings),
    trend: (index, [by, ...of]) => trendIn(index, by as Interval, of, settings),
    apply: ([by, ...of]) => take(by as Signal, of, settings),
  }),
});

/** The place a number stands for; −1 for none. */
function placeOf(value: number, count: number, { unknown }: SelectOptions): number {
  const place = placeIn(value, count);
  if (place >= 0 || unknown === "fail") return place;
  return unknown === "first" ? 0 : count - 1;
}

function take(by: Signal, of: readonly Signal[], settings: SelectOptions): Signal {
  lengthOf(of);
  const length = lengthOf([by, ...of]);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    if (by.present[i] === 0) continue;
    const taken = of[placeOf(by.values[i] as number, of.length, settings)];
    if (taken === undefined) continue;
    values[i] = taken.values[i] as number;
    present[i] = taken.present[i] as number;
  }
  return deriveSignal(by.level, values, present, (i) => {
    if (by.present[i] === 0) return missingAt(by, i);
    const value = by.values[i] as number;
    const taken = of[placeOf(value, of.length, settings)];
    return taken === undefined ? noPlace(value, of.length) : missingAt(taken, i);
  });
}

/** Which signals may be taken. */
function within(by: Interval, count: number, settings: SelectOptions): readonly boolean[] {
  const certain = by.min === by.max;
  return Array.from({ length: count }, (_, k) => {
    const named = k >= by.min && k <= by.max;
    if (certain) return placeOf(by.min, count, settings) === k;
    return named || (settings.unknown === "first" && k === 0) || (settings.unknown === "last" && k === count - 1);
  });
}

function rangeOfTaken(by: Interval, of: readonly Interval[], settings: SelectOptions): Interval {
  const may = within(by, of.length, settings);
  return hull(...of.filter((_, k) => may[k]));
}

function trendIn(index: number, by: Interval, of: readonly Interval[], settings: SelectOptions): Trend {
  const may = within(by, of.length, settings);
  if (index > 0) return may[index - 1] ? "increasing" : "constant";
  return may.filter(Boolean).length > 1 ? "unknown" : "constant";
}
