import { describe, expect, it } from "vitest";
import { calibratedRates } from "./calibrated-rates.ts";

describe("calibratedRates", () => {
  it("is the formula by hand", () => {
    const { ctr, cvr, worth } = calibratedRates({ shown: 1000, clicks: 100, orders: 20 });
    expect(ctr).toBeCloseTo(Math.log(110) / Math.log(1010 * 110 * 30), 12);
    expect(cvr).toBeCloseTo(Math.log(30) / Math.log(110), 12);
    expect(worth).toBeCloseTo(2 / (1 / ctr + 1 / cvr), 12);
  });

  it("gives what was never clicked a conversion of 1, and what was never shown a lift", () => {
    const unseen = calibratedRates({ shown: 0, clicks: 0, orders: 0 });
    expect(unseen.ctr).toBeCloseTo(1 / 3, 12);
    expect(unseen.cvr).toBe(1);
    expect(unseen.worth).toBeGreaterThan(calibratedRates({ shown: 1000, clicks: 100, orders: 20 }).worth);
  });

  it("falls with exposures that nobody clicks, and more smoothing levels more", () => {
    const worths = [0, 10, 1000].map((shown) => calibratedRates({ shown, clicks: 0, orders: 0 }).worth);
    expect(worths).toEqual([...worths].sort((a, b) => b - a));
    const spread = (smoothing: number) =>
      calibratedRates({ shown: 50, clicks: 25, orders: 0 }, smoothing).ctr -
      calibratedRates({ shown: 50, clicks: 1, orders: 0 }, smoothing).ctr;
    expect(spread(1000)).toBeLessThan(spread(10));
  });
});
