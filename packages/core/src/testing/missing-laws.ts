import { type Interval, missingAt, type Signal } from "../signal/index.ts";
import { difference, wordsAt } from "./difference.ts";
import { firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { overflowed } from "./shape-breach.ts";
import { inputPlaces, resultOf, type TransformCase, type TransformSubject, withInputs } from "./transform-case.ts";

/** What every transform keeps about missing values. */
export const missingLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "scores where nothing is missing",
    breach: ({ piece }, sample) => {
      const out = resultOf(piece, sample);
      return firstBreachAt(out, (i) => {
        if (out.present[i] === 1 || overflowed(out, i)) return undefined;
        const places = inputPlaces(sample, out, i);
        const whole = sample.inputs.every(({ present }, k) => {
          const own = places[k] as readonly number[];
          return own.length > 0 && own.every((at) => present[at] === 1);
        });
        return whole ? `${wordsAt(out, i)} at ${i}, where all inputs have a value` : undefined;
      });
    },
  },
  {
    name: "missing stays missing",
    applies: ({ piece }) => piece.inputs.length > 0,
    breach: ({ piece }, sample) => {
      const out = resultOf(piece, sample);
      return firstBreachAt(out, (i) => {
        const places = inputPlaces(sample, out, i);
        const among = (wanted: 0 | 1): readonly (readonly [Signal, number])[] =>
          sample.inputs.flatMap((input, k) =>
            (places[k] as readonly number[])
              .filter((at) => input.present[at] === wanted)
              .map((at) => [input, at] as const),
          );
        if (out.present[i] === 1) {
          return among(1).length > 0 ? undefined : `${out.values[i]} at ${i}, where every input is missing`;
        }
        const absent = among(0);
        const reason = missingAt(out, i);
        if (absent.length === 0 || absent.some(([input, at]) => missingAt(input, at) === reason)) return undefined;
        return `${wordsAt(out, i)} at ${i}, the reason of no input`;
      });
    },
  },
  {
    name: "does not look under the mask",
    breach: ({ piece }, sample) => {
      const masked = withInputs(sample, (input) => ({
        ...input,
        values: input.values.map((value, i) => (input.present[i] === 1 ? value : 1 + sample.draw.integer(1e6))),
      }));
      return difference(resultOf(piece, sample), resultOf(piece, masked), 0);
    },
  },
  {
    name: "a score owes nothing to a missing input",
    applies: ({ piece }) => piece.scope === "rollout" && atOneLevel(piece),
    breach: ({ piece }, sample) => {
      const { ranges, draw } = sample;
      const filled = withInputs(sample, (input, k) => ({
        level: input.level,
        values: input.values.map((value, i) => (input.present[i] === 1 ? value : draw.value(ranges[k] as Interval))),
        present: new Uint8Array(input.values.length).fill(1),
      }));
      const [out, whole] = [resultOf(piece, sample), resultOf(piece, filled)];
      return firstBreachAt(out, (i) =>
        out.present[i] === 0 || out.values[i] === whole.values[i]
          ? undefined
          : `${out.values[i]} at ${i} while an input is missing, but ${whole.values[i]} once it is there`,
      );
    },
  },
];

/** Whether the piece reads and gives one value a rollout. */
function atOneLevel({ level, inputs }: TransformSubject["piece"]): boolean {
  return [level, ...inputs.map((input) => input.level)].every((at) => at === undefined || at === "rollout");
}
