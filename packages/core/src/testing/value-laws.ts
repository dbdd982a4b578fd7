import type { Transform } from "../piece/index.ts";
import { fullSignal, type Signal, sizeAt } from "../signal/index.ts";
import { close, difference, wordsAt } from "./difference.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { placesOf, takeRows } from "./rows.ts";
import { EXTREMES } from "./sample.ts";
import { overflowed, shapeBreach } from "./shape-breach.ts";
import { inputPlaces, resultOf, type TransformCase, type TransformSubject, withInputs } from "./transform-case.ts";

/** What every transform keeps about its numbers. */
export const valueLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "rebuilds from JSON",
    breach: ({ factory, piece }, sample) => {
      const rebuilt = factory(JSON.parse(JSON.stringify(piece.options))) as Transform;
      if (rebuilt.id !== piece.id) return `id ${rebuilt.id} after the round trip`;
      return difference(resultOf(piece, sample), resultOf(rebuilt, sample), 0);
    },
  },
  {
    name: "gives the same result twice",
    breach: ({ piece }, sample) => difference(resultOf(piece, sample), resultOf(piece, sample), 0),
  },
  {
    name: "does not change its inputs",
    breach: ({ piece }, sample) => {
      const { inputs } = sample;
      const before = inputs.map((input) => takeRows(input, [...input.values.keys()]));
      resultOf(piece, sample);
      return firstBreach(before, (input, k) => difference(input, inputs[k] as Signal, 0));
    },
  },
  {
    name: "has one value for each place of its level",
    breach: ({ piece }, sample) => {
      const out = resultOf(piece, sample);
      if (piece.level !== undefined && out.level !== piece.level) return `level ${out.level} instead of ${piece.level}`;
      return shapeBreach(out, sizeAt(sample.layout, out.level));
    },
  },
  {
    name: "stays finite for extreme values",
    breach: ({ piece }, sample) => {
      const extreme = withInputs(sample, ({ level, values }) =>
        fullSignal(
          level,
          Array.from(values, () => sample.draw.pick(EXTREMES)),
        ),
      );
      const out = resultOf(piece, extreme);
      const failed = firstBreachAt(out, (i) =>
        out.present[i] === 1 || overflowed(out, i) || inputPlaces(extreme, out, i).some((places) => places.length === 0)
          ? undefined
          : `${wordsAt(out, i)} at ${i} instead of a failure of the engine`,
      );
      return shapeBreach(out, out.values.length) ?? failed;
    },
  },
  {
    name: "stays in its range",
    breach: ({ piece }, sample) => {
      const { min, max } = piece.range(sample.ranges);
      const out = resultOf(piece, sample);
      const slack = 1e-9 * Math.max(1, ...[min, max].filter(Number.isFinite).map(Math.abs));
      return firstBreachAt(out, (i) => {
        const value = out.values[i] as number;
        if (out.present[i] === 0 || (value >= min - slack && value <= max + slack)) return undefined;
        return `${value} at ${i} outside of [${min}, ${max}]`;
      });
    },
  },
  {
    name: "hands out exactly what comes in",
    applies: ({ piece }) => piece.keepsSum === true,
    breach: ({ piece }, sample) => {
      const out = resultOf(piece, sample);
      const [of] = sample.inputs as readonly [Signal];
      return firstBreachAt(of, (row) => {
        const own = placesOf(sample.layout, out.level, [row]).filter((place) => out.present[place] === 1);
        if (own.length === 0) return undefined;
        const sum = own.reduce((total, place) => total + (out.values[place] as number), 0);
        return close(sum, of.values[row] as number)
          ? undefined
          : `a sum of ${sum} for ${of.values[row]} of rollout ${row}`;
      });
    },
  },
];
