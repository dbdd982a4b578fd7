import { type Interval, missingAt } from "../signal/index.ts";
import { difference, wordsAt } from "./difference.ts";
import { firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { overflowed } from "./shape-breach.ts";
import type { TransformCase, TransformSubject } from "./transform-case.ts";

/** What every transform keeps about missing values. */
export const missingLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "scores where nothing is missing",
    breach: ({ piece }, { inputs, layout }) => {
      const out = piece.apply(inputs, layout);
      return firstBreachAt(out, (i) => {
        if (out.present[i] === 1 || overflowed(out, i) || inputs.some(({ present }) => present[i] === 0))
          return undefined;
        return `${wordsAt(out, i)} at ${i}, where all inputs have a value`;
      });
    },
  },
  {
    name: "missing stays missing",
    breach: ({ piece }, { inputs, layout }) => {
      const out = piece.apply(inputs, layout);
      return firstBreachAt(out, (i) => {
        if (out.present[i] === 1) {
          const scored = inputs.some(({ present }) => present[i] === 1);
          return scored ? undefined : `${out.values[i]} at ${i}, where every input is missing`;
        }
        const absent = inputs.filter(({ present }) => present[i] === 0);
        if (absent.length === 0 || absent.some((input) => missingAt(input, i) === missingAt(out, i))) return undefined;
        return `${wordsAt(out, i)} at ${i}, the reason of no input`;
      });
    },
  },
  {
    name: "does not look under the mask",
    breach: ({ piece }, { inputs, layout, draw }) => {
      const masked = inputs.map((input) => ({
        ...input,
        values: input.values.map((value, i) => (input.present[i] === 1 ? value : 1 + draw.integer(1e6))),
      }));
      return difference(piece.apply(inputs, layout), piece.apply(masked, layout), 0);
    },
  },
  {
    name: "a score owes nothing to a missing input",
    applies: ({ piece }) => piece.scope === "rollout",
    breach: ({ piece }, { inputs, ranges, layout, draw }) => {
      const filled = inputs.map((input, k) => ({
        level: input.level,
        values: input.values.map((value, i) => (input.present[i] === 1 ? value : draw.value(ranges[k] as Interval))),
        present: new Uint8Array(input.values.length).fill(1),
      }));
      const [out, whole] = [piece.apply(inputs, layout), piece.apply(filled, layout)];
      return firstBreachAt(out, (i) =>
        out.present[i] === 0 || out.values[i] === whole.values[i]
          ? undefined
          : `${out.values[i]} at ${i} while an input is missing, but ${whole.values[i]} once it is there`,
      );
    },
  },
];
