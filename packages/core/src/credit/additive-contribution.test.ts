import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { additiveContribution } from "./additive-contribution.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";

describe("additiveContribution", () => {
  it.each([
    ["too little", 4, [1, 0], [2.5, 1.5]],
    ["too much", 0, [2, 1, 0], [1, 0, -1]],
    ["a sum of 0 (no ratio could do it)", 3, [1, -1, 0], [2, 0, 1]],
    ["right already", 3, [1, 2], [1, 2]],
    ["one step", 3, [100], [3]],
    ["no step", 3, [], []],
  ] as const)("shifts estimates that add up to %s (by hand)", (_, outcome, estimates, expected) => {
    const inputs = [fullSignal("rollout", [outcome]), fullSignal("step", estimates)];
    expect([...additiveContribution().apply(inputs, steps([estimates.length])).values]).toEqual(expected);
  });

  it("lets the others make up the outcome where an estimate is missing, and has none without an outcome", () => {
    const of = column("rollout", [4, "no answer"]);
    const estimate = column("token", [1, "unread", 1, 5, "unread"]);
    const out = additiveContribution({ level: "token" }).apply([of, estimate], tokens([3, 2]));
    expect(shown(out)).toEqual([2, "unread", 2, "no answer", "no answer"]);
  });

  it("keeps the sum to 1e-12 of what it adds up, and stays nearest to the estimates", () => {
    const number = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(0, 1e-300, 1e150, -1e150));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), number, (estimates, outcome) => {
        const inputs = [fullSignal("rollout", [outcome]), fullSignal("step", estimates)];
        const out = [...additiveContribution().apply(inputs, steps([estimates.length])).values];
        // A share of a subnormal outcome is rounded by up to half the least number.
        const size = estimates.reduce((sum, value) => sum + Math.abs(value), Math.abs(outcome));
        const bound = 1e-12 * size + estimates.length * Number.MIN_VALUE;
        expect(Math.abs(out.reduce((sum, value) => sum + value, 0) - outcome)).toBeLessThanOrEqual(bound);
        out.forEach((value, i) => {
          const shift = value - (estimates[i] as number);
          expect(Math.abs(shift - ((out[0] as number) - (estimates[0] as number)))).toBeLessThanOrEqual(bound);
        });
      }),
    );
  });

  it("fails where the estimates add up to no number", () => {
    const inputs = [fullSignal("rollout", [1]), fullSignal("step", [1e308, 1e308])];
    expect(shown(additiveContribution().apply(inputs, steps([2])))).toEqual([
      "Expected a finite value, got -Infinity.",
      "Expected a finite value, got -Infinity.",
    ]);
  });

  it("states its facts", () => {
    const piece = additiveContribution();
    expect(piece.options).toEqual({ level: "step" });
    expect(
      piece.range([
        { min: 1, max: 2 },
        { min: -1, max: 4 },
      ]),
    ).toEqual({ min: -5, max: 7 });
    expect(
      piece.range([
        { min: -3, max: -2 },
        { min: -1, max: 4 },
      ]),
    ).toEqual({ min: -8, max: 5 });
    expect([piece.trend(0, []), piece.trend(1, []), piece.keepsSum]).toEqual(["increasing", "unknown", true]);
  });

  for (const law of lawsOf(additiveContribution)) it(law.name, law.check);
  for (const law of lawsOf(additiveContribution, { options: { level: "token" } })) it(`${law.name}, tokens`, law.check);
});
