import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { chartText, fitted, liveCurve } from "./live-curve.ts";
import { lineOf } from "./watch-experiment.ts";

const chart = createRequire(import.meta.url)("asciichart");
const state = (values: readonly number[]) => ({
  metric: "reward",
  curves: [
    { arm: "plain", values },
    { arm: "short", values: [] },
  ],
  line: "0 of 2 runs · 3 %",
});

describe("chartText", () => {
  it("draws the arms that have a curve, names them, and keeps to the width", () => {
    const text = chartText(chart, state(Array.from({ length: 500 }, (_, i) => i)), 40);
    const lines = text.split("\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are taken away to count cells.
    const widths = lines.map((line) => line.replace(/\u001b\[\d+m/g, "").length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(40);
    expect(lines.length).toBe(12);
    expect(lines.at(-2)).toBe("  reward: \u001b[34mplain\u001b[0m");
    expect(lines.at(-1)).toBe("0 of 2 runs · 3 %");
  });

  it("is the line of progress alone until there are two points", () => {
    expect(chartText(chart, state([1]), 40)).toBe("0 of 2 runs · 3 %");
  });
});

describe("liveCurve", () => {
  it("draws over itself at most four times a second, and takes itself away", () => {
    const written: string[] = [];
    let now = 0;
    const live = liveCurve({ isTTY: true, columns: 60, write: (text) => written.push(text) }, () => now);
    for (now = 0; now < 600; now += 10) live.update(state([1, 2, now]));
    live.finish();
    expect(written.length).toBe(3 + 2 + 1);
    expect(written[1]).toBe("\u001b[12A\u001b[0J");
    expect(written.at(-1)).toBe("\u001b[12A\u001b[0J");
  });

  it("writes nothing to a pipe", () => {
    const written: string[] = [];
    const live = liveCurve({ isTTY: false, write: (text) => written.push(text) }, () => 0);
    live.update(state([1, 2]));
    live.finish();
    expect(written).toEqual([]);
  });
});

describe("fitted", () => {
  it("averages equal stretches", () => {
    expect(fitted([1, 3, 5, 7, 9, 11], 3)).toEqual([2, 6, 10]);
    expect(fitted([1, 2], 3)).toEqual([1, 2]);
  });
});

describe("lineOf", () => {
  it("says runs, share and time left by proportion", () => {
    expect(lineOf({ ended: 1, jobs: 4, share: 0.25, seconds: 30 })).toBe("1 of 4 runs · 25 % · 1:30 left");
    expect(lineOf({ ended: 0, jobs: 4, share: 0.01, seconds: 3 })).toBe("0 of 4 runs · 1 %");
    expect(lineOf({ ended: 4, jobs: 4, share: 1, seconds: 3 })).toBe("4 of 4 runs · 100 %");
  });
});
