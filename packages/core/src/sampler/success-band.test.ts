import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type SuccessBandOptions, successBand } from "./success-band.ts";

/** Four groups of eight with 0, 3, 7 and 8 successes. */
const layout = flatLayout([8, 8, 8, 8]);
const of = fullSignal(
  "rollout",
  [0, 3, 7, 8].flatMap((wins) => Array.from({ length: 8 }, (_, i) => +(i < wins))),
);
const keep = (low: number, high: number, inclusive?: SuccessBandOptions["inclusive"]) => {
  const bounds = [low, high].map((bound) => fullSignal("group", [bound, bound, bound, bound]));
  return [...successBand({ inclusive }).apply([of, ...bounds], layout).values];
};

describe("successBand", () => {
  it.each([
    [0, 1, undefined, [0, 1, 1, 0]],
    [0, 1, "both", [1, 1, 1, 1]],
    [0.375, 0.875, "none", [0, 0, 0, 0]],
    [0.375, 0.875, "low", [0, 1, 0, 0]],
    [0.375, 0.875, "high", [0, 0, 1, 0]],
    [0.375, 0.875, "both", [0, 1, 1, 0]],
    [0.2, 0.8, "both", [0, 1, 0, 0]],
    [0.1, 0.95, "none", [0, 1, 1, 0]],
  ] as const)(
    "keeps success rates between %d and %d, inclusive %s (046, 102, 089, 175)",
    (low, high, ends, expected) => {
      expect(keep(low, high, ends)).toEqual(expected);
    },
  );

  it("is exclusive between 0 and 1 unless told otherwise (046 §Pieces)", () => {
    expect(successBand().options).toEqual({ inclusive: "none" });
    expect(successBand().inputs).toEqual([
      { name: "of", level: "rollout" },
      { name: "low", default: 0 },
      { name: "high", default: 1 },
    ]);
  });

  it("takes means of present members, and is missing where a bound or all rewards are", () => {
    const rewards = new SignalBuilder("rollout", 4);
    rewards.set(0, 0.5);
    rewards.abstain(1, "no answer");
    rewards.abstain(2, "no answer");
    rewards.set(3, 0.5);
    const low = new SignalBuilder("group", 3);
    low.set(0, 0);
    low.set(1, 0);
    low.abstain(2, "no bound yet");
    const high = new SignalBuilder("group", 3);
    for (let g = 0; g < 2; g++) high.set(g, 1);
    high.abstain(2, "no upper bound");
    const out = successBand().apply([rewards.build(), low.build(), high.build()], flatLayout([2, 1, 1]));
    expect([0, 1, 2].map((g) => outcomeAt(out, g))).toEqual([
      { kind: "scored", value: 1 },
      abstained("no answer"),
      abstained("no bound yet"),
    ]);
    const below = successBand().apply(
      [rewards.build(), fullSignal("group", [0, 0, 0]), high.build()],
      flatLayout([2, 1, 1]),
    );
    expect(outcomeAt(below, 2)).toEqual(abstained("no upper bound"));
  });

  it("fails where the mean overflows", () => {
    const inputs = [fullSignal("rollout", [1e308, 1e308]), fullSignal("group", [0]), fullSignal("group", [1])];
    expect(outcomeAt(successBand().apply(inputs, flatLayout([2])), 0)).toMatchObject({ blame: "engine" });
  });

  const at = (value: number) => ({ min: value, max: value });
  const unit = { min: 0, max: 1 };
  const moving = ["unknown", "decreasing", "increasing"];
  const still = ["constant", "constant", "constant"];
  it.each([
    ["none", unit, at(0), at(1), unit, moving],
    ["both", unit, at(0), at(1), at(1), still],
    ["none", at(0), at(0), at(1), at(0), still],
    ["low", at(0), at(0), at(1), at(1), still],
    ["none", at(1), at(0), at(1), at(0), still],
    ["high", at(1), at(0), at(1), at(1), still],
    ["none", { min: 0.2, max: 0.8 }, { min: 0, max: 0.5 }, at(1), unit, moving],
    ["none", { min: 0.2, max: 0.8 }, { min: 0, max: 0.1 }, at(1), at(1), still],
  ] as const)("knows range and trends, %s, for %j, %j, %j", (inclusive, rewards, low, high, range, trends) => {
    const piece = successBand({ inclusive });
    const ranges = [rewards, low, high];
    expect(piece.range(ranges)).toEqual(range);
    expect(ranges.map((_, k) => piece.trend(k, ranges))).toEqual(trends);
  });

  for (const inclusive of ["none", "low", "high", "both"]) {
    for (const law of lawsOf(successBand, { options: { inclusive } })) it(`${law.name}, ${inclusive}`, law.check);
  }
});
