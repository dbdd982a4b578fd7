import type { Trend } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { close } from "./difference.ts";
import type { LawFor } from "./law.ts";
import type { TransformCase, TransformSubject } from "./transform-case.ts";

/** Raises one value of one input and looks where the result of that rollout goes. */
export const trendLaw: LawFor<TransformSubject, TransformCase> = {
  name: "moves as its trend says",
  breach: ({ piece }, { inputs, ranges, layout, draw }) => {
    const index = draw.integer(inputs.length);
    const row = draw.integer(layout.groupOf.length);
    const input = inputs[index] as Signal;
    if (input.present[row] === 0) return undefined;
    const { max } = ranges[index] as Interval;
    const values = input.values.slice();
    values[row] = draw.value({ min: values[row] as number, max });
    const raised = inputs.map((signal, k) => (k === index ? { ...input, values } : signal));
    const [before, after] = [piece.apply(inputs, layout), piece.apply(raised, layout)];
    if (before.present[row] === 0 || after.present[row] === 0) return undefined;
    const [from, to] = [before.values[row] as number, after.values[row] as number];
    const trend = piece.trend(index, ranges);
    if (agrees(trend, from, to)) return undefined;
    return `${from} → ${to} as input ${index} rises from ${input.values[row]} to ${values[row]} at ${row}, with trend ${trend}`;
  },
};

function agrees(trend: Trend, from: number, to: number): boolean {
  if (trend === "unknown" || close(from, to, 1e-12)) return true;
  if (trend === "constant") return false;
  return trend === "increasing" ? to > from : to < from;
}
