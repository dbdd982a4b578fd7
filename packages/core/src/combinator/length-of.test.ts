import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";

function refusalOf(...rows: readonly (readonly number[])[]): unknown {
  try {
    return lengthOf(rows.map((row) => fullSignal("rollout", row)));
  } catch (error) {
    return error;
  }
}

describe("lengthOf", () => {
  it("is the length all inputs share, 0 too", () => {
    expect([refusalOf([1, 2], [3, 4]), refusalOf([], [])]).toEqual([2, 0]);
  });

  it("says what to list where nothing is", () => {
    expect(refusalOf()).toMatchObject({
      code: "GUERDON_SHAPE",
      message: "Expected `of` to list at least one term, got none.",
      hint: "Name the terms to combine: `of: [format, correct]`.",
    });
  });

  it("names the first input of another length", () => {
    expect(refusalOf([1, 2], [1, 2], [3], [])).toMatchObject({
      code: "GUERDON_SHAPE",
      message: "Expected all inputs to have 2 values, got 1 in input 2.",
      hint: "Broadcast the inputs to one level of one batch first.",
      details: { expected: 2, got: 1, input: 2 },
    });
  });
});
