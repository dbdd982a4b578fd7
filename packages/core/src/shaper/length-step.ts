import { z } from "zod";
import { defineShaper, type InputSpec, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface LengthStepOptions {
  /** What the step is worth. */
  readonly bonus: number;
  /** `reward` pays short responses, `penalty` charges long ones, `hybrid` does both. */
  readonly mode: "reward" | "penalty" | "hybrid";
  /** Steps only where a second input, `correct`, is positive; a wrong response gets 0. */
  readonly onlyCorrect: boolean;
  /** Pays a wrong response for being longer than the limit, unless a third input, `repeated`, is positive. */
  readonly explore: boolean;
}
type LengthStepInput = { readonly [K in keyof LengthStepOptions]?: LengthStepOptions[K] | undefined };

const options: z.ZodType<LengthStepOptions, LengthStepInput> = z
  .strictObject({
    bonus: z.number().positive().default(0.5), // 104 §Mechanism: α = 0.5
    mode: z.enum(["reward", "penalty", "hybrid"]).default("reward"), // 104: the released default
    onlyCorrect: z.boolean().default(false),
    explore: z.boolean().default(false),
  })
  .refine(({ onlyCorrect, explore }) => onlyCorrect || !explore, {
    path: ["explore"],
    error: "needs `onlyCorrect: true`, which tells wrong responses apart",
  });

/**
 * Pays a fixed bonus for staying within a length, and nothing for being shorter still.
 *
 *   out_i = short if of_i ≤ limit_i, long otherwise
 *   (short, long) = (bonus, 0) reward · (0, −bonus) penalty · (bonus, −bonus) hybrid
 *
 * With `onlyCorrect` there is an input `correct`, and where it is not positive
 *
 *   out_i = bonus if explore and of_i > limit_i and repeated_i ≤ 0, 0 otherwise
 *
 * `limit` is an input: a number, a term (a schedule, or the target of the prompt's band) or an
 * expression over terms. The result is missing where any input is. A truncated response counts as
 * correct only if `correct` says so: the step itself does not look for an end. Without
 * `onlyCorrect` the condition can stand on the term (`when: correct >= 1`) or around it
 * (`gate(correct >= 1, concise)`).
 *
 * @shape of [R], limit [R], correct [R] with `onlyCorrect`, repeated [R] with `explore` → [R]
 * @unit tokens, tokens, any, any → reward
 * @throws RewardError GUERDON_OPTION when `explore` is asked for without `onlyCorrect`
 * @paper 104 §Mechanism (LASER, LASER-D with a limit for each band, LASER-DE with `explore`)
 * @paper 206 §Mechanism (truncation: correctness counts within the cap alone)
 * @paper 103, 091 (the step as a baseline)
 * @kind shaper
 * @alias lengthStep = { use: length-step, onlyCorrect: true }
 * @alias length-penalty baselines = { use: length-step, onlyCorrect: true }
 * @alias 088:length-within-limit = "length <= limit"
 * @alias truncate = "correct * (length <= cap)"
 * @alias length-truncate = "correct * (length <= cap)"
 * @alias 197:lengthBand = "0.2 * (length >= 320 and length <= 512 and accuracy > 0.1)"
 * @alias lengthFraction = "min(1, words / 512)"
 * @plot { limit: 512 } over of 0..1024
 * @plot { limit: 512, mode: penalty } over of 0..1024
 * @plot { limit: 512, mode: hybrid } over of 0..1024
 *
 * ```ts doctest
 * import { lengthStep } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [lengths, limit] = [fullSignal("rollout", [100, 512, 513]), fullSignal("rollout", [512, 512, 512])];
 * [...lengthStep().apply([lengths, limit], flatLayout([3])).values] // => [0.5, 0.5, 0]
 * ```
 */
export const lengthStep: TransformFactory<typeof options> = defineShaper({
  name: "length-step",
  version: 1,
  summary: "Pays a fixed bonus for staying within a length.",
  options,
  build: ({ bonus, mode, onlyCorrect, explore }) => {
    const pay: Pay = { short: mode === "penalty" ? 0 : bonus, long: mode === "reward" ? 0 : -bonus, bonus };
    return {
      inputs: inputsOf(onlyCorrect, explore),
      range: (inputs) => hull(...reachable(inputs, pay).map((value) => ({ min: value, max: value }))),
      trend: (index, inputs) => trendIn(index, inputs, pay),
      apply: (inputs) => step(inputs, pay),
    };
  },
});

/** What short, long and exploring responses earn. */
interface Pay {
  readonly short: number;
  readonly long: number;
  readonly bonus: number;
}

function inputsOf(onlyCorrect: boolean, explore: boolean): readonly InputSpec[] {
  const inputs: InputSpec[] = [{ name: "of", default: { use: "length", unit: "tokens" } }, { name: "limit" }];
  if (onlyCorrect) inputs.push({ name: "correct" });
  if (explore) inputs.push({ name: "repeated" });
  return inputs;
}

function step(inputs: readonly Signal[], { short, long, bonus }: Pay): Signal {
  const [of, limit, correct, repeated] = inputs as readonly [Signal, Signal, Signal?, Signal?];
  const present = jointPresent(inputs);
  const values = new Float64Array(present.length);
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue;
    const within = (of.values[i] as number) <= (limit.values[i] as number);
    if (correct === undefined || (correct.values[i] as number) > 0) values[i] = within ? short : long;
    else if (repeated !== undefined && !within && (repeated.values[i] as number) <= 0) values[i] = bonus;
  }
  return deriveSignal(of.level, values, present, inputs);
}

/** Every value that can come out. */
function reachable(inputs: readonly Interval[], { short, long, bonus }: Pay): readonly number[] {
  const [of, limit, correct, repeated] = inputs as readonly [Interval, Interval, Interval?, Interval?];
  const [canBeShort, canBeLong] = [of.min <= limit.max, of.max > limit.min];
  const found: number[] = [];
  if (correct === undefined || correct.max > 0) {
    if (canBeShort) found.push(short);
    if (canBeLong) found.push(long);
  }
  if (correct !== undefined && correct.min <= 0) {
    const pays = repeated !== undefined && canBeLong && repeated.min <= 0;
    if (pays) found.push(bonus);
    if (!pays || canBeShort || (repeated as Interval).max > 0) found.push(0);
  }
  return found;
}

function trendIn(index: number, inputs: readonly Interval[], pay: Pay): Trend {
  if (new Set(reachable(inputs, pay)).size <= 1) return "constant";
  const explores = inputs.length > 3 && (inputs[2] as Interval).min <= 0;
  const pays = inputs[2] === undefined || inputs[2].max > 0;
  if (index === 3) return explores ? "decreasing" : "constant";
  if (index === 2) return explores ? "unknown" : trendInCorrect(pay);
  if (explores) return pays ? "unknown" : index === 0 ? "increasing" : "decreasing";
  return index === 0 ? "decreasing" : "increasing";
}

/** Turning right from wrong moves 0 to what short or long responses earn. */
function trendInCorrect({ short, long }: Pay): Trend {
  return long < 0 ? (short > 0 ? "unknown" : "decreasing") : "increasing";
}
