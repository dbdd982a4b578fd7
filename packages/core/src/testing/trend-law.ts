import type { Trend } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { close } from "./difference.ts";
import { firstBreach } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { placesOf } from "./rows.ts";
import { resultOf, rolloutsAt, type TransformCase, type TransformSubject, withInputs } from "./transform-case.ts";

/** Raises one value of one input and looks where the results of its rollout go. */
export const trendLaw: LawFor<TransformSubject, TransformCase> = {
  name: "moves as its trend says",
  breach: ({ piece }, sample) => {
    const { inputs, ranges, layout, draw } = sample;
    if (inputs.length === 0) return undefined;
    const index = draw.integer(inputs.length);
    const input = inputs[index] as Signal;
    const at = draw.integer(input.values.length);
    if (input.present[at] !== 1) return undefined;
    const values = input.values.slice();
    values[at] = draw.value({ min: values[at] as number, max: (ranges[index] as Interval).max });
    const raised = withInputs(sample, (signal, k) => (k === index ? { ...input, values } : signal));
    const [before, after] = [resultOf(piece, sample), resultOf(piece, raised)];
    const trend = piece.trend(index, ranges);
    const rows = rolloutsAt(layout, input.level, at);
    return firstBreach(placesOf(layout, before.level, rows), (place) => {
      if (before.present[place] !== 1 || after.present[place] !== 1) return undefined;
      const [from, to] = [before.values[place] as number, after.values[place] as number];
      if (agrees(trend, from, to)) return undefined;
      return `${from} → ${to} as input ${index} rises from ${input.values[at]} to ${values[at]} at ${at}, with trend ${trend}`;
    });
  },
};

function agrees(trend: Trend, from: number, to: number): boolean {
  if (trend === "unknown" || close(from, to, 1e-12)) return true;
  if (trend === "constant") return false;
  return trend === "increasing" ? to > from : to < from;
}
