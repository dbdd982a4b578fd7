import { describe, expect, it } from "vitest";
import { formatCompact, formatNumber, formatSeconds, formatShare, formatSpread, formatUsd } from "./format-number.ts";

describe("formatNumber", () => {
  it.each([
    [null, "–"],
    [0, "0"],
    [13190, "13,190"],
    [-0.123456, "−0.1235"],
    [1234.56, "1,235"],
    [2.5e12, "2.50e+12"],
    [-2e-7, "−2.00e-7"],
  ])("writes %s as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("writes the other quantities", () => {
    expect([formatCompact(12.345), formatCompact(9876.5), formatCompact(1234567)]).toEqual(["12.35", "9,877", "1.23M"]);
    expect([formatShare(1, 8), formatShare(0, 0)]).toEqual(["12.5%", "–"]);
    expect([formatSeconds(0.84), formatSeconds(12.5), formatSeconds(200), formatSeconds(7260)]).toEqual([
      "840 ms",
      "12.5 s",
      "3 min 20 s",
      "2 h 1 min",
    ]);
    expect([formatUsd(0), formatUsd(0.00001), formatUsd(0.0123), formatUsd(12.345)]).toEqual([
      "$0",
      "< $0.0001",
      "$0.0123",
      "$12.35",
    ]);
    expect([formatSpread(-6e-16, 0.835), formatSpread(281.4, 141.5)]).toEqual(["0 ± 0.835", "281 ± 142"]);
  });
});
