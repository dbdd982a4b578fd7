import { describe, expect, it } from "vitest";
import { type BandCurve, huberBonus } from "./huber-bonus.ts";

const hard: BandCurve = { band: 0, margin: 0.35, kappa: 4, temperature: 3, scale: 1.2, wrong: 1, free: 0 };
const medium: BandCurve = { band: 1, margin: 0.25, kappa: 3, temperature: 2.5, scale: 1, wrong: 0.8, free: 0 };
const easy: BandCurve = { band: 2, margin: 0.15, kappa: 2, temperature: 2, scale: 1, wrong: 0.6, free: 0 };
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe("huberBonus", () => {
  it.each([
    ["easy, within the margin", 3, true, easy, 0],
    ["easy, on the square", 4, true, easy, (-0.5 * 0.25) / 5],
    ["easy, on the line", 8, true, easy, (-0.5 * 4) / 5],
    ["easy, at the cap", 99, true, easy, -0.5],
    ["easy, short", -99, true, easy, 0],
    ["medium, short counts too", -8, true, medium, (-0.5 * (9 / 6)) / 8],
    ["medium, long", 8, true, medium, (-0.5 * (9 / 6)) / 8],
    ["medium, within the margin", 5, true, medium, 0],
    ["hard, long", 1, true, hard, 0.6 * sigmoid(8 / 3)],
    ["hard, just at the margin", -7, true, hard, 0.3],
    ["hard, below the margin", -9, true, hard, (-0.3 * 0.5) / 11],
    ["hard, at the cap", -1e3, true, hard, -0.6],
    ["easy and wrong, short", -9, false, easy, 0.15],
    ["easy and wrong, long", 5, false, easy, 0.3 * sigmoid(1)],
    ["medium and wrong, long", 7.5, false, medium, 0.4 * sigmoid(1)],
    ["hard and wrong, long", 10, false, hard, 0.6 * sigmoid(1)],
  ] as const)("%s, with a target of 20 and strength 0.5 (107 §Mechanism)", (_, delta, correct, curve, expected) => {
    expect(huberBonus(delta, 20, correct, 0.5, curve)).toBeCloseTo(expected, 14);
  });

  it("has a margin of at least 1", () => {
    expect(huberBonus(1, 2, true, 0.5, easy)).toBe(0);
    expect(huberBonus(2, 2, true, 0.5, easy)).toBeCloseTo((-0.5 * 0.25) / 3, 14);
  });

  it("pays nothing for no deviation when half is taken off", () => {
    expect(huberBonus(-9, 20, false, 0.5, { ...easy, free: 0.5 })).toBe(0);
  });
});
