import { expect, it } from "vitest";
import { GrowingColumn } from "./growing-column.ts";

it("gives back what was pushed, over several blocks, and starts anew", () => {
  const column = new GrowingColumn(Float64Array);
  for (let i = 0; i < 150_001; i++) column.push(i / 2);
  const whole = column.take();
  expect(whole.length).toBe(150_001);
  expect([whole[0], whole[65_535], whole[65_536], whole[150_000]]).toEqual([0, 32_767.5, 32_768, 75_000]);
  expect(column.take().length).toBe(0);
});
