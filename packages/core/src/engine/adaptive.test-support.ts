import { z } from "zod";
import {
  type AnyFactory,
  defineAdvantage,
  defineCredit,
  defineSchedule,
  defineShaper,
  stateOf,
} from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal, sizeAt, UNBOUNDED } from "../signal/index.ts";

const none: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/** Gives each step of a rollout the same part of its value. */
const split = defineCredit({
  name: "split",
  version: 1,
  summary: "Splits a value over steps.",
  options: none,
  build: () => ({
    kind: "credit",
    level: "step",
    keepsSum: true,
    inputs: [{ name: "of", level: "rollout" }],
    range: () => UNBOUNDED,
    trend: () => "increasing",
    apply: ([of], layout) => splitOver(of as Signal, layout),
  }),
});

function splitOver(of: Signal, layout: Layout): Signal {
  const values = new Float64Array(sizeAt(layout, "step"));
  const present = new Uint8Array(values.length);
  for (let r = 0; r < of.values.length; r++) {
    const [from, to] = [layout.stepOffsets[r] as number, layout.stepOffsets[r + 1] as number];
    if (of.present[r] === 1) values.fill((of.values[r] as number) / (to - from), from, to);
    present.fill(of.present[r] as number, from, to);
  }
  return deriveSignal("step", values, present, []);
}

/** Multiplies the advantages before it by a signal of steps. */
const times = defineAdvantage({
  name: "times",
  version: 1,
  summary: "Multiplies.",
  options: none,
  build: () => ({
    kind: "advantage",
    decoupled: false,
    refines: true,
    level: "step",
    inputs: [
      { name: "weight", level: "step" },
      { name: "gain", level: "rollout", default: 2 },
    ],
    advantages: ({ before, inputs }, layout) => {
      const [weight, gain] = inputs as readonly [Signal, Signal];
      const values = (before as Signal).values.map((value, i) => value * (weight.values[i] as number));
      for (let r = 0; r < gain.values.length; r++) {
        for (let i = layout.stepOffsets[r] as number; i < (layout.stepOffsets[r + 1] as number); i++) {
          values[i] = (values[i] as number) * (gain.values[r] as number);
        }
      }
      return deriveSignal("step", values, new Uint8Array(values.length).fill(1), []);
    },
  }),
});

/** Takes away the mean of all values seen in earlier steps. */
const sinceStart = defineShaper({
  name: "since-start",
  version: 1,
  summary: "Takes the mean of earlier steps away.",
  options: none,
  build: () => {
    const init = (): { count: number; sum: number } => ({ count: 0, sum: 0 });
    return {
      kind: "shaper",
      inputs: [{ name: "of" }],
      adaptive: {
        init,
        step: (state, [of]) => {
          const { count, sum } = state as { count: number; sum: number };
          return {
            count: count + (of as Signal).values.length,
            sum: (of as Signal).values.reduce((a, b) => a + b, sum),
          };
        },
      },
      range: () => UNBOUNDED,
      trend: () => "increasing",
      apply: ([of], _, moment) => {
        const { count, sum } = stateOf<{ count: number; sum: number }>({ init }, moment);
        const mean = count === 0 ? 0 : sum / count;
        return deriveSignal(
          (of as Signal).level,
          (of as Signal).values.map((value) => value - mean),
          (of as Signal).present.slice(),
          [of as Signal],
        );
      },
    };
  },
});

/** The number of the training step. */
const stepNumber = defineSchedule({
  name: "step-number",
  version: 1,
  summary: "The number of the training step.",
  options: none,
  build: () => ({
    kind: "schedule",
    level: "batch",
    scope: "batch",
    inputs: [],
    range: () => ({ min: 0, max: Number.POSITIVE_INFINITY }),
    trend: () => "constant",
    apply: (_, _layout, moment) => deriveSignal("batch", Float64Array.of(moment?.step ?? 0), Uint8Array.of(1), []),
  }),
});

/** A credit, a refining advantage, an adaptive shaper and a schedule, as simple as they come. */
export const laterPieces: readonly AnyFactory[] = [split, times, sinceStart, stepNumber];
