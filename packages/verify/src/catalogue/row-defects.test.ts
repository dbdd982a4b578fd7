import { describe, expect, it } from "vitest";
import { rowDefects, type VerifierRow, type VerifierRows } from "./index.ts";

const row = (title: string, value: VerifierRow["value"], options?: VerifierRow["options"]): VerifierRow => ({
  title,
  fields: { text: title },
  value,
  ...(options === undefined ? {} : { options }),
});
const RIGHT: VerifierRows = {
  gold: [row("a", 1), row("b", 0.9)],
  nearMisses: [row("x", 0.5), row("y", 0), row("z", 0.8)],
};

describe("rowDefects", () => {
  it("finds none in rows that are as they should be", () => {
    expect(rowDefects(RIGHT)).toEqual([]);
  });

  it("counts rows", () => {
    expect(rowDefects({ gold: [row("a", 1)], nearMisses: [row("x", 0), row("y", 0)] })).toEqual([
      "Expected at least 2 gold rows, got 1.",
      "Expected at least 3 near misses, got 2.",
    ]);
  });

  it("wants a near miss below each gold row of its options, and not of others", () => {
    const low = row("low", 0.2, { mode: "b" });
    const near = row("near", 0.1, { mode: "b" });
    expect(rowDefects({ gold: [...RIGHT.gold, low], nearMisses: [...RIGHT.nearMisses, near] })).toEqual([]);
    expect(rowDefects({ ...RIGHT, nearMisses: [...RIGHT.nearMisses, row("even", 0.9)] })).toEqual([
      "Expected `even` to have a value below 0.9 of `b`, got 0.9.",
    ]);
    expect(rowDefects({ ...RIGHT, nearMisses: [...RIGHT.nearMisses, near] })).toEqual([
      "Expected a gold row with the options of `near`, got none.",
    ]);
  });

  it("compares values by step by their sum", () => {
    const gold = [row("a", [1, 0]), row("b", [0.5, 0.5])];
    const nearMisses = [row("x", [0, 0]), row("y", [1, -1]), row("z", [0.5, 0.5, 0])];
    expect(rowDefects({ gold, nearMisses })).toEqual([
      "Expected `z` to have a value below 1 of `a`, got 1.",
      "Expected `z` to have a value below 1 of `b`, got 1.",
    ]);
  });

  it("wants another value, whichever way, of a measurement", () => {
    const nearMisses = [row("x", 2), row("y", 0), row("z", 1)];
    expect(rowDefects({ measured: true, gold: RIGHT.gold, nearMisses })).toEqual([
      "Expected `z` to have another value than 1 of `a`, got 1.",
    ]);
  });

  it("finds a row that stands twice", () => {
    const twin = { ...row("a", 0), title: "again" };
    expect(rowDefects({ ...RIGHT, nearMisses: [...RIGHT.nearMisses, twin] })).toEqual([
      "Expected different rows, got `again` twice: it is `a`.",
    ]);
  });
});
