import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "./cell.ts";
import { decimalCell, floatCell, givenCell, integerCell, timestampCell } from "./cell.ts";
import { type CellRules, matchRows, sameRow } from "./match-rows.ts";

const RULES: CellRules = { relative: 1e-9, absolute: 0, text: "exact" };
const match = (a: readonly Cell[][], b: readonly Cell[][], rules: Partial<CellRules> = {}) =>
  matchRows(a, b, { ...RULES, ...rules });

/** The obvious way: some order of the rows in which each equals the one beside it. */
function slowMatch(a: readonly Cell[][], b: readonly Cell[][], rules: CellRules): boolean {
  if (a.length !== b.length) return false;
  const [first, ...rest] = a;
  if (first === undefined) return true;
  return b.some(
    (row, i) => sameRow(first, row, rules) && slowMatch(rest, [...b.slice(0, i), ...b.slice(i + 1)], rules),
  );
}

describe("matchRows", () => {
  it("pairs rows whose floats are close, however the chain of close ones runs", () => {
    expect(match([[1.1], [1.2]], [[1.2 + 1e-13], [1.1 - 1e-13]])).toBe(true);
    // 1.5 is close to 1.4 and 1.6; taken for 1.4 it would leave 1.6 without one.
    expect(match([[1.5], [1.4]], [[1.45], [1.55]], { absolute: 0.1 })).toBe(true);
    expect(match([[1.5], [1.3]], [[1.45], [1.55]], { absolute: 0.1 })).toBe(false);
    expect(
      match(
        [
          [1.1, "a"],
          [1.2, "b"],
        ],
        [
          [1.1 + 1e-13, "b"],
          [1.2, "a"],
        ],
      ),
    ).toBe(false);
  });

  it("agrees with the obvious way on small results", () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.constantFrom<Cell>(
        null,
        "",
        "1",
        "a",
        0,
        1,
        2,
        { int: "9007199254740993" },
        { bytes: "61" },
        { float: "NaN" },
      ),
      fc.constantFrom(0.5, 0.55, 0.6, 0.65, 1.05, 0.95),
    );
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 4 });
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.constantFrom(0, 0.06),
        fc.constantFrom("exact", "numeric"),
        fc.boolean(),
        (a, b, absolute, text, same) => {
          const rules: CellRules = { ...RULES, absolute, text };
          const other = same
            ? [...a].reverse().map(([x, y]): [Cell, Cell] => [typeof x === "number" ? x + absolute / 2 : x, y])
            : b;
          expect(matchRows(a, other, rules)).toBe(slowMatch(a, other, rules));
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  it("matches 2,000 rows that all differ a little without comparing each with each", () => {
    const rows = Array.from({ length: 2_000 }, (_, i): Cell[] => [i / 7, i / 3]);
    const near = rows.map((row) => row.map((x) => (x as number) * (1 + 1e-12))).reverse();
    const started = performance.now();
    expect(match(rows, near)).toBe(true);
    expect(match(rows, [...near.slice(1), [1e9, 1]])).toBe(false);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

describe("cells", () => {
  it("are the same for what SQL takes for equal", () => {
    expect([integerCell(5n), integerCell(-9007199254740993n), floatCell(-0), floatCell(Number.NaN)]).toEqual([
      5,
      { int: "-9007199254740993" },
      0,
      { float: "NaN" },
    ]);
    expect(["1.500", "2.00", "-9007199254740993", "12345678901234567890.0"].map(decimalCell)).toEqual([
      1.5,
      2,
      { int: "-9007199254740993" },
      { int: "12345678901234567890" },
    ]);
    expect(
      ["2020-01-01 00:00:00", "2020-01-01T10:20:30.500000Z", "2020-01-01 00:00:00+00", "2020-01-01 00:00:00.5"].map(
        timestampCell,
      ),
    ).toEqual(["2020-01-01", "2020-01-01 10:20:30.5", "2020-01-01", "2020-01-01 00:00:00.5"]);
    expect([true, null, 1.5, "x", [1]].map((value) => givenCell(value))).toEqual([1, null, 1.5, "x", "[1]"]);
  });
});
