import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";
import { fullAdvantage } from "./full-advantage.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * What each rollout adds to the log of the mean likelihood of its group.
 *
 *   out_i = log(1/n · Σ_j e^{r_j}) − log(1/(n − 1) · Σ_{j≠i} e^{r_j}),  r = log-likelihood of the reference
 *
 * Sums are taken in log space, relative to the largest term, so that likelihoods of 1e-300 compare
 * as well as any. A rollout without a reward gets 0 and moves nothing; so does one that is alone.
 * Members that are all equal get exactly 0.
 *
 * @shape total [R] → [R]
 * @unit log-likelihood → advantage
 * @paper 081 §Mechanism (JEPO): group value minus the same over the other members
 * @kind advantage
 * @alias jepo = { use: log-mean }
 * @plot { } over members [-1, -2, -2, -0.5]
 *
 * ```ts doctest
 * import { logMean } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const total = fullSignal("rollout", [Math.log(0.3), Math.log(0.1)]);
 * logMean().advantages({ total, over: [] }, flatLayout([2])).values[0]?.toFixed(6) // => "0.693147"
 * ```
 */
export const logMean: AdvantageFactory<typeof options> = defineAdvantage({
  name: "log-mean",
  version: 1,
  summary: "What each rollout adds to the log of the mean likelihood of its group.",
  options,
  build: () => ({
    scope: "group",
    decoupled: false,
    shiftInvariant: true,
    advantages: ({ total }, layout) => compare(total, layout),
  }),
});

function compare({ values, present }: Signal, layout: Layout): Signal {
  const offsets = groupOffsets(layout);
  const out = new Float64Array(values.length);
  for (let g = 0; g + 1 < offsets.length; g++) {
    const [from, to] = [offsets[g] as number, offsets[g + 1] as number];
    let count = 0;
    let best = -1;
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      count++;
      if (best < 0 || (values[i] as number) > (values[best] as number)) best = i;
    }
    if (count < 2) continue;
    const top = values[best] as number;
    const sum = sumAround(values, present, top, from, to, -1);
    const all = Math.log(sum / count);
    for (let i = from; i < to; i++) {
      if (present[i] === 0 || i === best) continue;
      out[i] = all - Math.log((sum - Math.exp((values[i] as number) - top)) / (count - 1));
    }
    const second = secondOf(values, present, from, to, best);
    const others = Math.log(sumAround(values, present, second, from, to, best) / (count - 1));
    out[best] = all - others + (top - second);
  }
  return fullAdvantage("rollout", out);
}

/** The largest value but for one. */
function secondOf(values: Float64Array, present: Uint8Array, from: number, to: number, without: number): number {
  let second = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (i !== without && present[i] === 1 && (values[i] as number) > second) second = values[i] as number;
  }
  return second;
}

/** Σ e^{r_j − around} without one member. */
function sumAround(
  values: Float64Array,
  present: Uint8Array,
  around: number,
  from: number,
  to: number,
  without: number,
): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (i !== without && present[i] === 1) sum += Math.exp((values[i] as number) - around);
  }
  return sum;
}
