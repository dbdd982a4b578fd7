import { describe, expect, it } from "vitest";
import { judgeClaims } from "./judge-claims.ts";
import type { Claim, Study } from "./recipe.ts";
import { type ArmRuns, createSamples } from "./samples.ts";

/** Runs of four updates, one a seed. */
const runsOf = (arms: { readonly [arm: string]: readonly (readonly number[])[] }): ArmRuns =>
  Object.fromEntries(
    Object.entries(arms).map(([arm, seeds]) => [
      arm,
      seeds.map((values) => ({ x: { updates: [1, 2, 3, 4], values } })),
    ]),
  );
const runs = runsOf({
  high: [
    [1, 2, 3, 4],
    [2, 3, 4, 6],
  ],
  low: [
    [0, 0, 0, 1],
    [0, 0, 0, 2],
  ],
});

describe("createSamples", () => {
  it("reads ends, moments and stretches, paired by seed (by hand)", () => {
    const { samples, readings } = createSamples(runs);
    expect(samples.values("high", "x")).toEqual([4, 6]);
    expect(samples.values("high", "x", { at: 2 })).toEqual([2, 3]);
    expect(samples.values("high", "x", { from: 2, to: 3 })).toEqual([2.5, 3.5]);
    expect([samples.mean("high", "x"), samples.median("low", "x", { at: 9 })]).toEqual([5, 1.5]);
    // Differences 3 and 4: of the four sign vectors one has a mean as great as 3.5.
    expect(samples.difference("high", "low", "x")).toMatchObject({ mean: 3.5, pValue: 0.25, wins: 2, seeds: 2 });
    expect(readings.map(({ what, value }) => [what, value])).toEqual([
      ["mean of x, high", 5],
      ["median of x at 9, low", 1.5],
      ["mean of x, high less low", 3.5],
    ]);
  });

  it("puts other arms in the place of those swapped", () => {
    const { samples } = createSamples(runs, { high: "low" });
    expect([samples.mean("high", "x"), samples.mean("low", "x")]).toEqual([1.5, 1.5]);
    expect(samples.difference("high", "low", "x").mean).toBe(0);
  });

  it("throws where a run has failed", () => {
    const { samples } = createSamples({ high: [runs.high?.[0], undefined] });
    expect(() => samples.mean("high", "x")).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`x\` of arm \`high\`, seed 1, got no number.]`,
    );
    expect(() => samples.mean("none", "x")).toThrow(/arm `none`, seed 0/);
  });
});

describe("judgeClaims", () => {
  const study = (claims: readonly Claim[]): Study =>
    ({ treatment: "high", control: "low", claims }) as unknown as Study;
  const claim = (holds: Claim["holds"], over: Partial<Claim> = {}): Claim => ({ says: "", source: "", holds, ...over });

  it.each([
    ["held", claim((s) => s.mean("high", "x") > s.mean("low", "x"))],
    ["negative", claim((s) => s.mean("high", "x") < s.mean("low", "x"))],
    ["unfalsifiable", claim((s) => s.mean("high", "x") > 0)],
    ["unmeasured", claim((s) => s.mean("high", "y") > 0)],
    ["held", claim((s) => s.mean("low", "x") < 2, { swap: { low: "high" } })],
    ["unfalsifiable", claim((s) => s.mean("low", "x") < 2)],
  ] as const)("says %s", (verdict, own) => {
    expect(judgeClaims(study([own]), runs)[0]?.verdict).toBe(verdict);
  });

  it("keeps what was read on both sides", () => {
    const [judged] = judgeClaims(study([claim((s) => s.mean("high", "x") > 2)]), runs);
    expect([judged?.readings[0]?.value, judged?.controlReadings[0]?.what]).toEqual([5, "mean of x, low"]);
  });

  it("does not hide a mistake of its own", () => {
    const broken = claim(() => {
      throw new TypeError("no such thing");
    });
    expect(() => judgeClaims(study([broken]), runs)).toThrow("no such thing");
  });
});
