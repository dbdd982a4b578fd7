import { expect, it } from "vitest";
import { rotaryTables } from "./transformer-config.ts";
import { turnRows } from "./turn-rows.ts";

it("turns by the place's angle, leaves other columns alone, and turns back", () => {
  const tables = rotaryTables({ context: 4, head: 4 });
  const start = [1, 0, 0, 1, 5, 1, 2, 3, 4, 6];
  const x = Float32Array.from(start);
  const columns = { stride: 5, columns: 4, head: 4 };
  const places = Int32Array.of(0, 3);
  turnRows(x, columns, tables, places, 2, 1);
  expect([...x.subarray(0, 5)]).toEqual(start.slice(0, 5));
  // The second row stands at place 3: angles 3 and 0.03.
  const [c, s, c2, s2] = [Math.cos(3), Math.sin(3), Math.cos(0.03), Math.sin(0.03)];
  const wanted = [c - 2 * s, s + 2 * c, 3 * c2 - 4 * s2, 3 * s2 + 4 * c2, 6];
  wanted.forEach((value, i) => {
    expect(x[5 + i]).toBeCloseTo(value, 5);
  });
  turnRows(x, columns, tables, places, 2, -1);
  start.forEach((value, i) => {
    expect(x[i]).toBeCloseTo(value, 6);
  });
});
