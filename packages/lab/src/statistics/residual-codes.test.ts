import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import { residualCodes, uniqueShare } from "./residual-codes.ts";

const size = 4;
/** Four groups far apart; within a group two directions vary, one ten times as much as the other. */
const rows = Float64Array.from({ length: 400 * size }, (_, at) => {
  const [i, d] = [Math.floor(at / size), at % size];
  const [a, b] = [normalAt(7, 2 * i), 0.1 * normalAt(7, 2 * i + 1)];
  return [40 * (i % 4), a + b, a - b, 0][d] as number;
});

describe("residualCodes", () => {
  it("tells far groups apart by its first level and what is left by the next", () => {
    const codes = residualCodes(rows, size, { levels: [4, 8], seed: 2 });
    for (let i = 4; i < 400; i++) expect(codes[i]?.[0]).toBe(codes[i % 4]?.[0]);
    expect(new Set(codes.map(([, second]) => second)).size).toBe(8);
  });

  it("deals turned axes to parts: one part reads what varies most, another what varies next", () => {
    const codes = residualCodes(rows, size, { levels: [4], parts: [2, 2], seed: 2 });
    // Sign of a and of b decide the two parts.
    const signs = (part: number, of: (i: number) => number) => {
      const agree = codes.filter((code, i) => (code[1 + part] === codes[0]?.[1 + part]) === (of(i) > 0 === of(0) > 0));
      return Math.max(agree.length, codes.length - agree.length) / codes.length;
    };
    const [a, b] = [(i: number) => normalAt(7, 2 * i), (i: number) => normalAt(7, 2 * i + 1)];
    expect(Math.max(signs(0, a), signs(1, a))).toBeGreaterThan(0.9);
    expect(Math.max(signs(0, b), signs(1, b))).toBeGreaterThan(0.9);
  });
});

describe("uniqueShare", () => {
  it("counts items whose code is theirs alone", () => {
    expect(
      uniqueShare([
        [1, 2],
        [1, 3],
        [1, 2],
        [2, 1],
      ]),
    ).toBe(0.5);
  });
});
