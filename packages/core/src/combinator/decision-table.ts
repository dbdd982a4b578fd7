import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";
import { noPlace, placeIn } from "./place-in.ts";

export interface DecisionTableOptions {
  /** What each case is worth: one list for each row, all of one length. */
  readonly values: readonly (readonly number[])[];
}

const options: z.ZodType<DecisionTableOptions> = z
  .strictObject({ values: z.array(z.array(z.number()).min(1).readonly()).min(1).readonly() })
  .refine(({ values }) => values.every((row) => row.length === values[0]?.length), {
    path: ["values"],
    error: "every row must have as many values as the first",
  });

/**
 * Looks the reward of a case up in a table.
 *
 *   out_i = values[row_i][column_i],  rows and columns counted from 0
 *
 * A truth (0 or 1) is a place in a table of two. The result is missing where `row` or `column` is, and a
 * failure of the engine where either is no place of the table.
 *
 * With +1 for both right decisions, −a for a wrong yes and −b for a wrong no, saying yes pays from a
 * probability of (1 + a) / (2 + a + b) on: a table that is too one-sided teaches one answer.
 *
 * @shape row [R], column [R] → [R]
 * @unit place from 0, place from 0 → reward
 * @paper 105 §Mechanism (thinking or not × right or wrong: 1, 0, 2, −1)
 * @paper 073 §Mechanism (label × decision, wrong yes dearer than wrong no)
 * @kind combinator
 * @alias modeTable = { use: decision-table, values: [[-1, 2], [0, 1]] }
 * @alias asymmetricOutcome = { use: decision-table, values: [[1, -4], [-0.5, 1]] }
 * @alias decision-table reward
 * @plot { values: [[-1, 2], [0, 1]], row: 0 } over column 0..1
 *
 * ```ts doctest
 * import { decisionTable } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [thinks, right] = [fullSignal("rollout", [1, 0, 0]), fullSignal("rollout", [1, 1, 0])];
 * [...decisionTable({ values: [[-1, 2], [0, 1]] }).apply([thinks, right], flatLayout([3])).values] // => [1, 2, -1]
 * ```
 */
export const decisionTable: TransformFactory<typeof options> = defineCombinator({
  name: "decision-table",
  version: 1,
  summary: "Looks the reward of a case up in a table.",
  options,
  build: ({ values }) => ({
    inputs: [{ name: "row" }, { name: "column" }],
    range: ([row, column]) => rangeOfCases(values, row as Interval, column as Interval),
    trend: (_, [row, column]) => {
      const { min, max } = rangeOfCases(values, row as Interval, column as Interval);
      return min === max ? "constant" : "unknown";
    },
    apply: ([row, column]) => lookUp(values, row as Signal, column as Signal),
  }),
});

function lookUp(table: DecisionTableOptions["values"], row: Signal, column: Signal): Signal {
  const length = lengthOf([row, column]);
  const width = (table[0] as readonly number[]).length;
  const cells = Float64Array.from(table.flat());
  const values = new Float64Array(length);
  const present = jointPresent([row, column]);
  for (let i = 0; i < length; i++) {
    if (present[i] === 0) continue;
    const down = placeIn(row.values[i] as number, table.length);
    const across = placeIn(column.values[i] as number, width);
    if (down < 0 || across < 0) present[i] = 0;
    else values[i] = cells[down * width + across] as number;
  }
  return deriveSignal(row.level, values, present, (i) => {
    if (row.present[i] === 0) return missingAt(row, i);
    if (column.present[i] === 0) return missingAt(column, i);
    const down = row.values[i] as number;
    return placeIn(down, table.length) < 0 ? noPlace(down, table.length) : noPlace(column.values[i] as number, width);
  });
}

function rangeOfCases(table: DecisionTableOptions["values"], row: Interval, column: Interval): Interval {
  const inside = ({ min, max }: Interval, place: number): boolean => place >= min && place <= max;
  const found = table
    .filter((_, down) => inside(row, down))
    .flatMap((cells) => cells.filter((_, across) => inside(column, across)));
  return hull(...found.map((value) => ({ min: value, max: value })));
}
