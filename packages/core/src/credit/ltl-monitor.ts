import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCredit, type TransformFactory, type Trend } from "../piece/index.ts";
import {
  abstained,
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
  UNIT,
} from "../signal/index.ts";
import { type LtlFormula, parseLtl } from "./parse-ltl.ts";
import { traceRobustness } from "./trace-robustness.ts";

export interface LtlMonitorOptions {
  /** The formula; `p0` is the first predicate of the list. */
  readonly formula: string;
  /** Whether it holds (1 or 0), or by how much. */
  readonly give: "satisfaction" | "robustness";
  /** One value for the rollout, or one for each step: that of the rollout as far as it has come. */
  readonly level: "rollout" | "step";
}
type LtlMonitorInput = Pick<LtlMonitorOptions, "formula"> & {
  readonly [K in "give" | "level"]?: LtlMonitorOptions[K] | undefined;
};

const options: z.ZodType<LtlMonitorOptions, LtlMonitorInput> = z.strictObject({
  formula: z.string().superRefine((text, context) => {
    const parsed = parseLtl(text);
    if ("problem" in parsed) context.addIssue({ code: "custom", message: parsed.problem });
  }),
  give: z.enum(["satisfaction", "robustness"]).default("satisfaction"),
  level: z.enum(["rollout", "step"]).default("rollout"),
});

const EMPTY: Missing = abstained("the rollout has no steps");
const UNDECIDED: Missing = abstained("no step decides the formula");

/**
 * Checks a formula of linear temporal logic on the steps of a rollout.
 *
 *   ρ(p_k, t) = of_k at step t,   ρ(not φ) = −ρ(φ),   and: min,   or: max
 *   ρ(next φ, t) = ρ(φ, t + 1)
 *   ρ(eventually[a, b] φ, t) = max of ρ(φ, u) over u in t + a … t + b,   always: min
 *   ρ(φ until[a, b] ψ, t) = max over u in t + a … t + b of min( ρ(ψ, u), least ρ(φ, v) for t ≤ v < u )
 *   φ release ψ = not (not φ until not ψ)
 *
 *   robustness    out = ρ(formula, first step)
 *   satisfaction  out = 1 if the formula holds there, a predicate being true above 0, else 0
 *
 * Rollouts are finite: steps after the last are not looked at, so that `next` and an `eventually` with
 * nothing in its window are false, an `always` true. Without a window all later steps count. `until`
 * asks for φ before u only; where φ must hold at u too, write `p0 until (p0 and p1)`. Robustness needs
 * predicates that measure, as `2 - distance` does; it abstains where no step decides. A rollout is missing
 * from the first missing predicate of the formula on. With `level: step` each value is that of the steps
 * up to there, and costs as much again: its change (`difference`) is a reward for progress.
 *
 * @shape of K × [S] → [R], or [S] with `level: step`
 * @unit truth above 0, or measure → truth, or the same measure
 * @throws RewardError GUERDON_OPTION when the formula cannot be read
 * @throws RewardError GUERDON_SHAPE when it names a predicate that the list does not have
 * @paper 110 §Pieces (LTL on finite traces; satisfaction or robustness)
 * @paper 149 §Mechanism 1 (robustness of signal temporal logic with windows; there `until` includes step u)
 * @kind credit
 * @alias ltlMonitor = { use: ltl-monitor, formula: "always not p1 and eventually p0" }
 * @alias stlRobustness = { use: ltl-monitor, give: robustness, formula: "eventually[4, 14] p0 and always not p1" }
 * @plot { formula: "eventually p0", give: robustness, level: step } over steps [-1, 0.5, 0.2, 1, 0]
 * @plot { formula: "always p0", give: robustness, level: step } over steps [-1, 0.5, 0.2, 1, 0]
 *
 * ```ts doctest
 * import { ltlMonitor } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [goal, wall] = [fullSignal("step", [-2, 1, 3]), fullSignal("step", [-5, -4, -1])];
 * const piece = ltlMonitor({ formula: "eventually p0 and always not p1", give: "robustness" });
 * [...piece.apply([goal, wall], layout).values] // => [1]
 * ```
 */
export const ltlMonitor: TransformFactory<typeof options> = defineCredit({
  name: "ltl-monitor",
  version: 1,
  summary: "Checks a formula of linear temporal logic on the steps of a rollout.",
  options,
  build: (settings) => {
    const { formula } = parseLtl(settings.formula) as { readonly formula: LtlFormula };
    const signs = new Map<number, ReadonlySet<1 | -1>>();
    gatherSigns(formula, 1, signs);
    return {
      level: settings.level,
      inputs: [{ name: "of", many: true, level: "step" }],
      range: (inputs) => (settings.give === "satisfaction" ? UNIT : rangeOf(inputs, signs)),
      trend: (index) => trendOf(signs.get(index)),
      apply: (inputs, layout) => watch(inputs, layout, settings, formula, [...signs.keys()]),
    };
  },
});

/** With which signs each predicate stands in a formula. */
function gatherSigns(formula: LtlFormula, sign: 1 | -1, into: Map<number, ReadonlySet<1 | -1>>): void {
  if (formula.op === "predicate") into.set(formula.index, new Set([...(into.get(formula.index) ?? []), sign]));
  else if (formula.op === "not") gatherSigns(formula.of, sign === 1 ? -1 : 1, into);
  else if ("of" in formula) gatherSigns(formula.of, sign, into);
  else for (const part of [formula.left, formula.right]) gatherSigns(part, sign, into);
}

function trendOf(signs: ReadonlySet<1 | -1> | undefined): Trend {
  if (signs === undefined) return "constant";
  if (signs.size === 2) return "unknown";
  return signs.has(1) ? "increasing" : "decreasing";
}

/** A robustness is the value of one predicate at one step, or minus that. */
function rangeOf(inputs: readonly Interval[], signs: ReadonlyMap<number, ReadonlySet<1 | -1>>): Interval {
  const parts: Interval[] = [];
  for (const [index, own] of signs) {
    const { min, max } = inputs[index] ?? { min: 0, max: 0 };
    if (own.has(1)) parts.push({ min, max });
    if (own.has(-1)) parts.push({ min: 0 - max, max: 0 - min });
  }
  return hull(...parts);
}

function watch(
  of: readonly Signal[],
  layout: Layout,
  { give, level }: LtlMonitorOptions,
  formula: LtlFormula,
  read: readonly number[],
): Signal {
  checkPredicates(of.length, Math.max(...read));
  const offsets = rolloutOffsets(layout, "step");
  const truth = give === "satisfaction";
  const traces = of.map((signal, k) => (truth && read.includes(k) ? signal.values.map(signOf) : signal.values));
  const count = level === "step" ? (offsets[offsets.length - 1] as number) : offsets.length - 1;
  const values = new Float64Array(count);
  const present = new Uint8Array(count);
  const reasons = new Map<number, Missing>();
  const judge = (place: number, from: number, to: number, gap: Missing | undefined): void => {
    const value =
      gap === undefined && to > from ? (traceRobustness(formula, traces, from, to)[0] as number) : undefined;
    if (value === undefined) reasons.set(place, gap ?? EMPTY);
    else if (truth) values[place] = value > 0 ? 1 : 0;
    else if (Number.isFinite(value)) values[place] = value + 0;
    else reasons.set(place, UNDECIDED);
    if (!reasons.has(place)) present[place] = 1;
  };
  for (let row = 0; row + 1 < offsets.length; row++) {
    const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
    let gap: Missing | undefined;
    for (let t = from; t < to; t++) {
      gap ??= gapAt(of, read, t);
      if (level === "step") judge(t, from, t + 1, gap);
    }
    if (level === "rollout") judge(row, from, to, gap);
  }
  return deriveSignal(level, values, present, (place) => reasons.get(place) as Missing);
}

function signOf(value: number): number {
  return value > 0 ? 1 : -1;
}

function gapAt(of: readonly Signal[], read: readonly number[], t: number): Missing | undefined {
  const missing = read.find((k) => (of[k] as Signal).present[t] === 0);
  return missing === undefined ? undefined : missingAt(of[missing] as Signal, t);
}

function checkPredicates(count: number, last: number): void {
  if (last < count) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`of\` to list at least ${last + 1} predicates, as the formula names p${last}; got ${count}.`,
    { hint: "The first predicate is p0.", details: { got: count, expected: last + 1 } },
  );
}
