import { describe, expect, it } from "vitest";
import { averagePrecision, type Detection } from "./average-precision.ts";

const box = (x: number, label = "cup", score?: number): Detection => ({
  box: [x, 0, x + 4, 4],
  label,
  weight: 1,
  ...(score === undefined ? {} : { score }),
});

describe("averagePrecision", () => {
  it("is the area under the curve of precision over recall (by hand)", () => {
    const images = [
      { predicted: [box(0, "cup", 0.9), box(50, "cup", 0.8)], expected: [box(0), box(10)] },
      { predicted: [box(0, "cup", 0.7), box(20, "cup", 0.6)], expected: [box(0)] },
    ];
    // Right, wrong, right, wrong of 3: (1/3, 1), (1/3, 1/2), (2/3, 2/3), (2/3, 1/2).
    expect(averagePrecision(images, 0.5)).toBeCloseTo((1 / 3) * 1 + (1 / 3) * (2 / 3), 12);
    const sure = averagePrecision([{ predicted: [box(50, "cup", 0.9), box(0, "cup", 0.1)], expected: [box(0)] }], 0.5);
    expect(sure).toBeCloseTo(0.5, 12);
  });

  it("is precision times recall where all are equally sure, whatever their order", () => {
    const expected = [box(0), box(10), box(20)];
    const predicted = [box(50), box(0), box(60), box(10)];
    expect(averagePrecision([{ predicted, expected }], 0.5)).toBeCloseTo((2 / 4) * (2 / 3), 12);
    expect(averagePrecision([{ predicted: [...predicted].reverse(), expected }], 0.5)).toBeCloseTo(1 / 3, 12);
  });

  it("takes an expected box once, of its own label and image, with enough overlap", () => {
    const once = averagePrecision([{ predicted: [box(0), box(0), box(0)], expected: [box(0)] }], 0.5);
    expect(once).toBeCloseTo(1 / 3, 12);
    expect(averagePrecision([{ predicted: [box(0, "dog")], expected: [box(0)] }], 0.5)).toBe(0);
    const elsewhere = [
      { predicted: [box(0)], expected: [] },
      { predicted: [], expected: [box(0)] },
    ];
    expect(averagePrecision(elsewhere, 0.5)).toBe(0);
    // Shifted by 1 of 4: IoU 3/5.
    const shifted = [{ predicted: [box(1)], expected: [box(0)] }];
    expect([0.5, 0.6, 0.75].map((iou) => averagePrecision(shifted, iou))).toEqual([1, 1, 0]);
  });

  it("is a mean over the labels that are expected, and 0 where nothing is", () => {
    const images = [{ predicted: [box(0), box(9, "cat")], expected: [box(0), box(30, "dog")] }];
    expect(averagePrecision(images, 0.5)).toBe(0.5);
    expect(averagePrecision([{ predicted: [box(0)], expected: [] }], 0.5)).toBe(0);
  });
});
