import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { logMean } from "./log-mean.ts";
import { advantagesIn, resultIn } from "./places.test-support.ts";

describe("logMean", () => {
  it("compares the mean likelihood with that of the others (081 §Mechanism, by hand)", () => {
    // likelihoods 0.2, 0.4, 0.6: mean 0.4; of the others 0.5, 0.4, 0.3
    const out = advantagesIn(logMean(), { layout: flatLayout([3]), total: [0.2, 0.4, 0.6].map(Math.log) });
    expect(out[0]).toBeCloseTo(Math.log(0.4 / 0.5), 14);
    expect(out[1]).toBeCloseTo(0, 14);
    expect(out[2]).toBeCloseTo(Math.log(0.4 / 0.3), 14);
  });

  it("agrees with the definition, with ties at the top and far below it (slow twin)", () => {
    for (const total of [
      [-1, -1, -3],
      [-2, -0.5, -0.5, -7],
      [0, 3, 1, 2, -4],
    ]) {
      const mean = (rows: readonly number[]): number =>
        Math.log(rows.reduce((sum, row) => sum + Math.exp(row), 0) / rows.length);
      advantagesIn(logMean(), { layout: flatLayout([total.length]), total }).forEach((a, i) => {
        expect(a).toBeCloseTo(mean(total) - mean(total.filter((_, j) => j !== i)), 13);
      });
    }
  });

  it("keeps likelihoods apart that are no numbers any more (081 §Pitfalls: log space)", () => {
    const near = advantagesIn(logMean(), { layout: flatLayout([3]), total: [-1, -2, -4] });
    advantagesIn(logMean(), { layout: flatLayout([3]), total: [-2001, -2002, -2004] }).forEach((a, i) => {
      expect(a).toBeCloseTo(near[i] as number, 12);
    });
    expect(advantagesIn(logMean(), { layout: flatLayout([2]), total: [0, -900] })).toEqual([900 - Math.LN2, -Math.LN2]);
    expect(advantagesIn(logMean(), { layout: flatLayout([2]), total: [-900, 0] })).toEqual([-Math.LN2, 900 - Math.LN2]);
    // the best over the others, of which the last is nothing: log((1 + e⁻¹) / 3) − log(e⁻¹ / 2)
    const [best] = advantagesIn(logMean(), { layout: flatLayout([3]), total: [0, -1, -800] });
    expect(best).toBeCloseTo(Math.log((1 + Math.exp(-1)) / 3) + Math.LN2 + 1, 14);
  });

  it("leaves missing rewards and other groups out", () => {
    const out = advantagesIn(logMean(), {
      layout: flatLayout([3, 2]),
      total: [0, undefined, Math.log(3), undefined, 5],
    });
    expect(out[0]).toBeCloseTo(Math.log(2 / 3), 14);
    expect(out[2]).toBeCloseTo(Math.log(2), 14);
    expect([out[1], out[3], out[4]]).toEqual([0, 0, 0]);
  });

  it.each([
    ["one rollout", [1], [3]],
    ["no rollout", [], []],
    ["all equal", [3], [-0.1, -0.1, -0.1]],
    ["all missing", [2], [undefined, undefined]],
  ])("is exactly zero for %s", (_, groups, total) => {
    expect(advantagesIn(logMean(), { layout: flatLayout(groups), total }).every((a) => a === 0)).toBe(true);
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(logMean(), { layout: flatLayout([2]), total: [1e308, -1e308] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  for (const law of lawsOf(logMean)) it(law.name, law.check);
});
