import type { Transform } from "../piece/index.ts";
import { fullSignal, type Signal } from "../signal/index.ts";
import { difference, wordsAt } from "./difference.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { takeRows } from "./rows.ts";
import { EXTREMES } from "./sample.ts";
import { overflowed, shapeBreach } from "./shape-breach.ts";
import type { TransformCase, TransformSubject } from "./transform-case.ts";

/** What every transform keeps about its numbers. */
export const valueLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "rebuilds from JSON",
    breach: ({ factory, piece }, { inputs, layout }) => {
      const rebuilt = factory(JSON.parse(JSON.stringify(piece.options))) as Transform;
      if (rebuilt.id !== piece.id) return `id ${rebuilt.id} after the round trip`;
      return difference(piece.apply(inputs, layout), rebuilt.apply(inputs, layout), 0);
    },
  },
  {
    name: "gives the same result twice",
    breach: ({ piece }, { inputs, layout }) => difference(piece.apply(inputs, layout), piece.apply(inputs, layout), 0),
  },
  {
    name: "does not change its inputs",
    breach: ({ piece }, { inputs, layout }) => {
      const before = inputs.map((input) => takeRows(input, [...input.values.keys()]));
      piece.apply(inputs, layout);
      return firstBreach(before, (input, k) => difference(input, inputs[k] as Signal, 0));
    },
  },
  {
    name: "has one value for each rollout",
    applies: ({ piece }) => piece.level === undefined || piece.level === "rollout",
    breach: ({ piece }, { inputs, layout }) => shapeBreach(piece.apply(inputs, layout), layout.groupOf.length),
  },
  {
    name: "stays finite for extreme values",
    breach: ({ piece }, { inputs, layout, draw }) => {
      const extreme = inputs.map(({ values }) =>
        fullSignal(
          "rollout",
          Array.from(values, () => draw.pick(EXTREMES)),
        ),
      );
      const out = piece.apply(extreme, layout);
      const failed = firstBreachAt(out, (i) =>
        out.present[i] === 1 || overflowed(out, i)
          ? undefined
          : `${wordsAt(out, i)} at ${i} instead of a failure of the engine`,
      );
      return shapeBreach(out, out.values.length) ?? failed;
    },
  },
  {
    name: "stays in its range",
    breach: ({ piece }, { inputs, ranges, layout }) => {
      const { min, max } = piece.range(ranges);
      const out = piece.apply(inputs, layout);
      const slack = 1e-9 * Math.max(1, ...[min, max].filter(Number.isFinite).map(Math.abs));
      return firstBreachAt(out, (i) => {
        const value = out.values[i] as number;
        if (out.present[i] === 0 || (value >= min - slack && value <= max + slack)) return undefined;
        return `${value} at ${i} outside of [${min}, ${max}]`;
      });
    },
  },
];
