import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";
import { preferenceOf } from "./preference-of.ts";

type Sign = 1 | -1;
export interface LexicographicOptions {
  /** 1 where more of a factor is better, −1 where less is: one number for all, or one for each. */
  readonly signs: Sign | readonly Sign[];
  /** By how much a factor must be better to decide: one number for all, or one for each. */
  readonly margins: number | readonly number[];
  /** Whether margins are differences themselves, or multiples of the factor's deviation over the batch. */
  readonly marginBy: "abs" | "std";
  /** Wins less losses as a share of the others, or the mean place, from 1, of the factor that decides. */
  readonly give: "net-wins" | "level";
}
type LexicographicInput = { readonly [K in keyof LexicographicOptions]?: LexicographicOptions[K] | undefined };

const sign = z.union([z.literal(1), z.literal(-1)]);
const options: z.ZodType<LexicographicOptions, LexicographicInput> = z.strictObject({
  signs: z.union([sign, z.array(sign).min(1).readonly()]).default(1),
  margins: z.union([z.number().nonnegative(), z.array(z.number().nonnegative()).min(1).readonly()]).default(0),
  marginBy: z.enum(["abs", "std"]).default("abs"),
  give: z.enum(["net-wins", "level"]).default("net-wins"),
});

/**
 * Compares each rollout with the others of its group, factor by factor in order of importance.
 *
 *   i beats j at the first factor k with sign_k · (of_{k,i} − of_{k,j}) > δ_k, unless j beats i at an earlier one
 *   δ_k = margin_k abs · margin_k · deviation of of_k over the present values of the batch std
 *   out_i = (wins − losses) / others net-wins · mean place of the deciding factor, from 1, level
 *
 * No factor deciding leaves the pair undecided; it counts in neither. A lone rollout, and one without a
 * decided pair for `level`, gets 0. Margins can make the order circular, so wins are counted instead of
 * sorting. A rollout that lacks a factor is missing and no opponent.
 *
 * @shape of K × [R] → [R]
 * @unit any → share of the others, or place
 * @throws RewardError GUERDON_OPTION when there are not as many signs or margins as factors
 * @throws RewardError GUERDON_SHAPE when there is no factor or lengths differ
 * @paper 029 §Mechanism (signs, margins as multiples of the deviation, undecided pairs skipped)
 * @kind combinator
 * @alias lexicographicPreference
 * @plot { margins: 0 } over members [[1, 1, 0, 0], [0.2, 0.8, 0.9, 0.1]]
 * @plot { give: level } over members [[1, 1, 0, 0], [0.2, 0.8, 0.9, 0.1]]
 *
 * ```ts doctest
 * import { lexicographic } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [safe, quick] = [fullSignal("rollout", [1, 1, 0]), fullSignal("rollout", [2, 5, 9])];
 * [...lexicographic().apply([safe, quick], flatLayout([3])).values] // => [0, 1, -1]
 * ```
 */
export const lexicographic: TransformFactory<typeof options> = defineCombinator({
  name: "lexicographic",
  version: 1,
  summary: "Compares each rollout with the others of its group, factor by factor in order of importance.",
  options,
  build: (settings) => ({
    scope: settings.marginBy === "std" ? "batch" : "group",
    inputs: [{ name: "of", many: true }],
    range: (inputs) => (settings.give === "level" ? { min: 0, max: inputs.length } : rangeOfWins(inputs, settings)),
    trend: (index, inputs) => trendIn(index, inputs, settings),
    apply: (inputs, layout) => compareAll(inputs, layout, settings),
  }),
});

function compareAll(inputs: readonly Signal[], layout: Layout, settings: LexicographicOptions): Signal {
  const length = lengthOf(inputs);
  const present = jointPresent(inputs);
  const signs = perInput("signs", settings.signs, inputs.length, "factors");
  const margins = perInput("margins", settings.margins, inputs.length, "factors").map((margin, k) =>
    settings.marginBy === "abs" ? margin : margin * deviationOf(inputs[k] as Signal),
  );
  const columns = inputs.map((input) => input.values);
  const values = new Float64Array(length);
  const { level } = inputs[0] as Signal;
  const offsets = memberOffsets(layout, level);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      let [others, net, decided, levels] = [0, 0, 0, 0];
      for (let j = from; j < to; j++) {
        if (j === i || present[j] === 0) continue;
        others++;
        const preference = preferenceOf(columns, { i, j, signs, margins });
        if (preference === 0) continue;
        net += Math.sign(preference);
        levels += Math.abs(preference);
        decided++;
      }
      const [sum, count] = settings.give === "level" ? [levels, decided] : [net, others];
      values[i] = count === 0 ? 0 : sum / count;
    }
  }
  return deriveSignal(level, values, present, inputs);
}

/** Population deviation of the present values; exactly 0 where they are equal. */
function deviationOf({ values, present }: Signal): number {
  let [count, sum, first, equal] = [0, 0, 0, true];
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    if (count === 0) first = value;
    else if (value !== first) equal = false;
    count++;
    sum += value;
  }
  if (equal) return 0;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) if (present[i] === 1) squares += ((values[i] as number) - mean) ** 2;
  return Math.sqrt(squares / count);
}

/** No factor that can differ, no win. */
function rangeOfWins(inputs: readonly Interval[], { margins, marginBy }: LexicographicOptions): Interval {
  const each = perInput("margins", margins, inputs.length, "factors");
  const decides = inputs.some(({ min, max }, k) => max - min > (marginBy === "abs" ? (each[k] as number) : 0));
  return decides ? { min: -1, max: 1 } : { min: 0, max: 0 };
}

function trendIn(index: number, inputs: readonly Interval[], settings: LexicographicOptions): Trend {
  const signs = perInput("signs", settings.signs, inputs.length, "factors");
  if (settings.give === "level" || settings.marginBy === "std") return "unknown";
  return (signs[index] as number) > 0 ? "increasing" : "decreasing";
}
