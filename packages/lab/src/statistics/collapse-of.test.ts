import { expect, it } from "vitest";
import { collapseOf } from "./collapse-of.ts";

it("finds the peak of the mean over seeds, and where it is lost", () => {
  const curves = [
    [0, 1, 1, 1, 0.5, 0.5],
    [0, 0.5, 0.5, 1, 0.5, 0],
  ];
  const { peak, peakAt, final, fall, fallsAt } = collapseOf(curves, { window: 2, drop: 0.2 });
  expect([peak, peakAt, final, fall, fallsAt]).toEqual([0.875, 3, 0.375, 0.5, 5]);
  expect(collapseOf(curves, { window: 2 }).fallsAt).toBe(4);
});

it("has not fallen where the end is the peak, and takes no single value for a peak", () => {
  expect(collapseOf([[0, 1, 0, 0.75, 0.75]], { window: 2 })).toEqual({ peak: 0.75, peakAt: 4, final: 0.75, fall: 0 });
});

it("needs whole windows and curves of one length", () => {
  expect(() => collapseOf([[1, 2]], { window: 3 })).toThrow(/at least 3, got 2/);
  expect(() => collapseOf([[1, 2], [1]], { window: 1 })).toThrow(/got 2, 1/);
  expect(() => collapseOf([])).toThrow(/got none/);
});
