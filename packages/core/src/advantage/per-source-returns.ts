import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { accumulateDeltas } from "./accumulate-deltas.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { outcomePlaces } from "./outcome-places.ts";
import { relativeSource, type SourceBaseline } from "./relative-source.ts";
import { type WhitenRule, whitenPlaces, whitenRuleShape } from "./whiten-places.ts";

export interface PerSourceReturnsOptions extends WhitenRule {
  /** Where the rewards are. */
  readonly level: "step" | "token";
  /** Whether the total, at the last place of its rollout, is the first source. */
  readonly outcome: boolean;
  /** One for all sources, or one for each in order, the outcome first. */
  readonly gamma: number | readonly number[];
  /** What is taken from each reward: the mean of the other rollouts' means, of all of them, or nothing. */
  readonly baseline: SourceBaseline | readonly SourceBaseline[];
}
type PerSourceReturnsInput = { readonly [K in keyof PerSourceReturnsOptions]?: PerSourceReturnsOptions[K] | undefined };

const discount: z.ZodType<number, number> = z.number().min(0).max(1);
const baseline: z.ZodType<SourceBaseline, SourceBaseline> = z.enum(["leave-one-out", "group-mean", "none"]);

const options: z.ZodType<PerSourceReturnsOptions, PerSourceReturnsInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  outcome: z.boolean().default(true),
  gamma: z.union([discount, z.array(discount).min(1).readonly()]).default(1), // 089 §Mechanism 3: γ = 1 for both
  baseline: z.union([baseline, z.array(baseline).min(1).readonly()]).default("leave-one-out"), // 089 §Mechanism 3
  ...whitenRuleShape(true), // 089 §Mechanism 3: whitened over all tokens of the batch
});

/**
 * Takes a baseline from each source of rewards, sums each to the end of the rollout, and adds the sums.
 *
 *   m_j = mean of the source over the places of rollout j that have it
 *   r'_t = r_t − mean_j m_j, or (r_t · K − Σ_j m_j) / (K − 1) with `leave-one-out`, over the K rollouts of the group
 *   out_t = Σ_sources Σ_{k ≥ t} gamma^{k−t} · r'_k, whitened over the batch
 *
 * The outcome sits on the last place of its rollout that any source has, or on the last. Means are over
 * places, so that long rollouts are not punished for their length. A place without a reward of a
 * source adds nothing to it and is not taken a baseline from; a rollout without a total gets 0 and
 * moves nothing; one that is alone in its group with a source gets 0 from its baseline.
 *
 * @shape total [R], sources K × [T] → [T]; steps instead of tokens with `level: step`
 * @unit reward → advantage
 * @throws RewardError GUERDON_OPTION when `gamma` or `baseline` lists another number than there are sources
 * @paper 089 §Mechanism 3 (PRIME)
 * @kind advantage
 * @alias perSourceReturns = { use: per-source-returns, sources: [process] }
 * @plot { level: "step", outcome: false, baseline: "none", whiten: false } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { perSourceReturns } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), tokenOffsets: Int32Array.of(0, 2, 4) };
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], inputs: [fullSignal("token", [1, 3, 0, 0])] };
 * [...perSourceReturns({ whiten: false }).advantages(input, layout).values] // => [5, 5, -5, -3]
 * ```
 */
export const perSourceReturns: AdvantageFactory<typeof options> = defineAdvantage({
  name: "per-source-returns",
  version: 1,
  summary: "Takes a baseline from each source of rewards, sums each to the end of the rollout, and adds the sums.",
  options,
  build: (settings) => ({
    scope: settings.whiten ? "batch" : "group",
    decoupled: false,
    level: settings.level,
    inputs: [{ name: "sources", level: settings.level, many: true }],
    advantages: (input, layout) => addReturns(settings, input, layout),
  }),
});

function addReturns(rule: PerSourceReturnsOptions, { total, inputs = [] }: AdvantageInput, layout: Layout): Signal {
  const { level } = rule;
  const offsets = rolloutOffsets(layout, level);
  const sources = rule.outcome ? [outcomePlaces(total, inputs, offsets, level), ...inputs] : inputs;
  const [gammas, baselines] = [forEach("gamma", rule.gamma, sources), forEach("baseline", rule.baseline, sources)];
  const counted = countedPlaces(level, layout, total, []);
  const values = new Float64Array(counted.length);
  const ends = new Float64Array(layout.groupOf.length);
  const out = new Float64Array(counted.length);
  sources.forEach((source, k) => {
    const own = countedPlaces(level, layout, total, [source]);
    const rewards = relativeSource(source.values, own, { layout, offsets, baseline: baselines[k] as SourceBaseline });
    const returns = accumulateDeltas(
      { rewards, values, counted, offsets, ends },
      { gamma: gammas[k] as number, lambda: 1 },
    );
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (returns[i] as number);
  });
  whitenPlaces(out, counted, rule);
  return fullAdvantage(level, out);
}

function forEach<T extends string | number>(
  name: string,
  given: T | readonly T[],
  { length }: { readonly length: number },
): readonly T[] {
  if (typeof given !== "object") return new Array<T>(length).fill(given);
  if (given.length === length) return given;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`${name}\` to have one for each of the ${length} sources, got ${given.length}.`,
    {
      hint: "The outcome is the first source unless `outcome: false`.",
      details: { expected: length, got: given.length },
    },
  );
}
