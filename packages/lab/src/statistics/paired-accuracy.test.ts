import { expect, it } from "vitest";
import { pairedAccuracy } from "./paired-accuracy.ts";

it("counts ties half: blind scores are right half of the time", () => {
  expect(pairedAccuracy([1, 1], [1, 1])).toEqual({ accuracy: 0.5, ties: 1 });
  expect(pairedAccuracy([3, 1, 2], [1, 2, 2])).toEqual({ accuracy: 0.5, ties: 1 / 3 });
});

it("needs as many of both", () => {
  expect(() => pairedAccuracy([1], [])).toThrow(/got 1 and 0/);
  expect(() => pairedAccuracy([], [])).toThrow(/at least one pair/);
});
