import { describe, expect, it } from "vitest";
import { failed } from "../signal/index.ts";
import { noPlace, placeIn } from "./place-in.ts";

describe("placeIn", () => {
  it.each([
    [0, 0],
    [2, 2],
    [3, -1],
    [-1, -1],
    [-2, -1],
    [0.5, -1],
  ])("reads %d, where there are 3 places, as place %d", (value, place) => {
    expect(placeIn(value, 3)).toBe(place);
  });

  it("blames the engine for what stands for none", () => {
    expect(noPlace(3, 3)).toEqual(failed("engine", "Expected a place from 0 to 2, got 3."));
  });
});
