import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type BandedDeviationOptions, bandedDeviation } from "./banded-deviation.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);

function bonus(options: Partial<BandedDeviationOptions>, ...inputs: readonly [number, number, number, number, number]) {
  return bandedDeviation(options).apply(
    inputs.map((value) => rollouts(value)),
    flatLayout([1]),
  ).values[0] as number;
}

describe("bandedDeviation", () => {
  it.each([
    [25, 2, 0, -2.5],
    [15, 2, 0, 0],
    [25, 1, 0, -2.5],
    [15, 1, 0, -2.5],
    [25, 0, 0, 0],
    [15, 0, 0, -2.5],
    [25, 2, 1, 0],
  ])(
    "charges wrong responses in a line with curve: paper: %d in band %d, correct %d (107)",
    (of, band, correct, out) => {
      expect(bonus({ curve: "paper" }, of, 20, band, correct, 0.5)).toBe(out);
    },
  );

  it("follows the released curve unless told otherwise (107 §Mechanism)", () => {
    expect(bonus({}, 28, 20, 2, 1, 0.5)).toBeCloseTo((-0.5 * 4) / 5, 14);
    expect(bonus({}, 13, 20, 0, 1, 0.5)).toBeCloseTo(0.3, 14);
    expect(bonus({}, 20, 20, 1, 0, 0.5)).toBeCloseTo(0.2, 14);
    expect(bonus({ centred: true }, 20, 20, 1, 0, 0.5)).toBe(0);
    expect(bandedDeviation().options).toEqual({
      curve: "huber",
      margin: [0.35, 0.25, 0.15],
      kappa: [4, 3, 2],
      temperature: [3, 2.5, 2],
      scale: [1.2, 1, 1],
      wrong: [1, 0.8, 0.6],
      centred: false,
    });
  });

  it("takes the nearest band", () => {
    const paid = (band: number) => bonus({ curve: "paper" }, 15, 20, band, 0, 1);
    expect([-3, 0.4, 0.5, 1.4, 1.5, 9].map(paid)).toEqual([-5, -5, -5, -5, 0, 0]);
    expect([0.4, 0.5].map((band) => bonus({ curve: "paper" }, 25, 20, band, 0, 1))).toEqual([0, -5]);
  });

  it("does nothing without strength", () => {
    expect([bonus({}, 99, 20, 1, 1, 0), bonus({}, 99, 20, 1, 0, -1)]).toEqual([0, 0]);
  });

  it("is missing where an input is, and fails where a deviation overflows", () => {
    const target = new SignalBuilder("rollout", 1);
    target.abstain(0, "no target yet");
    const inputs = [rollouts(9), target.build(), rollouts(1), rollouts(1), rollouts(1)];
    expect(outcomeAt(bandedDeviation().apply(inputs, flatLayout([1])), 0)).toEqual(abstained("no target yet"));
    const far = [rollouts(1e308), rollouts(-1e308), rollouts(1), rollouts(0), rollouts(1)];
    const out = bandedDeviation({ curve: "paper" }).apply(far, flatLayout([1]));
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  const span = (min: number, max: number) => ({ min, max });
  const at = (value: number) => span(value, value);
  it.each([
    [{ curve: "paper" }, span(0, 30), at(20), span(0, 2), at(0), at(0.5), span(-10, 0)],
    [{ curve: "paper" }, span(0, 30), at(20), at(2), at(0), at(0.5), span(-5, 0)],
    [{ curve: "paper" }, span(0, 30), at(20), at(0), at(0), at(0.5), span(-10, 0)],
    [{ curve: "paper" }, span(20, 30), at(20), at(0), at(0), at(0.5), at(0)],
    [{ curve: "paper" }, span(0, 30), at(20), span(0, 2), at(1), at(0.5), at(0)],
    [{ curve: "paper" }, span(0, 30), at(20), span(0, 2), at(0), at(0), at(0)],
    [{}, span(0, 30), at(20), span(0, 2), span(0, 1), at(0.5), span(-0.6, 0.6)],
    [{}, span(0, 30), at(20), at(1), at(1), at(0.5), span(-0.5, 0)],
    [{}, span(0, 30), at(20), at(2), at(0), at(0.5), span(0, 0.3)],
    [{ centred: true }, span(0, 30), at(20), at(2), at(0), at(0.5), span(0, 0.15)],
    [{}, span(0, 30), at(20), at(0), at(1), at(0.5), span(-0.6, 0.6)],
    [{}, span(0, 30), at(20), at(0), at(1), span(-2, -1), at(0)],
  ] as const)(
    "knows its range with %j for %j, %j, %j, %j, %j",
    (options, of, target, band, correct, strength, range) => {
      const piece = bandedDeviation(options as Partial<BandedDeviationOptions>);
      const inputs = [of, target, band, correct, strength];
      const got = piece.range(inputs);
      expect(got.min).toBeCloseTo(range.min, 14);
      expect(got.max).toBeCloseTo(range.max, 14);
      expect(piece.trend(0, inputs)).toBe(strength.max <= 0 ? "constant" : "unknown");
    },
  );

  const inputRanges = [span(0, 40), span(10, 30), span(0, 2), span(-1, 1), span(-0.5, 1)];
  for (const options of [{ curve: "paper" }, { curve: "huber" }, { curve: "huber", centred: true }]) {
    for (const law of lawsOf(bandedDeviation, { options, inputRanges }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
