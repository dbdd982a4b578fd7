import { expect, it } from "vitest";
import { RowNumbers } from "./row-numbers.ts";

it("finds the line of every rollout across gaps", () => {
  const rows = [1, 2, 3, 7, 8, 20, 22, 23];
  const numbers = new RowNumbers();
  for (const row of rows) numbers.push(row);
  expect(rows.map((_, index) => numbers.rowOf(index))).toEqual(rows);
});
