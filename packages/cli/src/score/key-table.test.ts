import { describe, expect, it } from "vitest";
import { KeyTable } from "./key-table.ts";

describe("KeyTable", () => {
  it("numbers texts in order of first use", () => {
    const table = new KeyTable();
    expect(["b", "a", "b", "", "a", "c"].map((text) => table.add(text))).toEqual([0, 1, 0, 2, 1, 3]);
    expect(table.size).toBe(4);
  });

  it("keeps 200,000 texts apart while it grows", () => {
    const table = new KeyTable();
    for (let i = 0; i < 200_000; i++) expect(table.add(`row-${i}`)).toBe(i);
    for (let i = 0; i < 200_000; i += 997) expect(table.add(`row-${i}`)).toBe(i);
  });
});
