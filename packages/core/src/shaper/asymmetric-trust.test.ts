import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Layout, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { asymmetricTrust } from "./asymmetric-trust.ts";

const steps = (...sizes: readonly number[]): Layout => {
  const layout = flatLayout([sizes.length]);
  sizes.forEach((size, r) => {
    layout.stepOffsets[r + 1] = (layout.stepOffsets[r] as number) + size;
  });
  return layout;
};
const course = (settings: Parameters<typeof asymmetricTrust>[0], of: readonly number[], dependence = 0) => [
  ...asymmetricTrust(settings).apply([fullSignal("step", of), fullSignal("rollout", [dependence])], steps(of.length))
    .values,
];

describe("asymmetricTrust", () => {
  it("builds and breaks trust at its default rates (049 §Mechanism, by hand)", () => {
    const [up, down] = course({}, [1, -0.5], 0.6) as [number, number];
    expect(up).toBeCloseTo(0.5 + 0.1 * 0.5, 14);
    expect(down).toBeCloseTo(0.55 - 0.3 * 0.5 * 0.55 * 1.3, 14);
    expect(course({ give: "damage" }, [1, -0.5])).toEqual([0, expect.closeTo(0.6 * 0.5 * 0.97, 14)]);
  });

  it("adds up damage, which trust stays below as it grows again (by hand)", () => {
    const rates = { gain: 0.5, loss: 0.5, damage: 0.5, healing: 0, initial: 0.5 };
    const of = [-1, 1, 0.5, -1];
    // ½ − ½ · ½ = ¼; ¼ + ½ (½ − ¼); ⅜ + ¼ (½ − ⅜); half of it
    expect(course(rates, of)).toEqual([0.25, 0.375, 0.40625, 0.203125]);
    expect(course({ ...rates, give: "damage" }, of)).toEqual([0.5, 0.5, 0.5, 0.75]);
  });

  it("needs longer to win trust back than it took to lose it (049 §Experiment, check 5)", () => {
    const of = [...Array.from({ length: 10 }, () => 1), -1, ...Array.from({ length: 40 }, () => 1)];
    const trust = course({}, of, 0.6);
    const back = trust.findIndex((value, t) => t > 10 && value >= (trust[9] as number));
    expect(back === -1 || back > 20).toBe(true);
    expect(trust[10]).toBeLessThan(trust[9] as number);
  });

  it("never trusts above the ceiling that damage leaves, and does not rise there", () => {
    const rates = { loss: 0, damage: 0.8, healing: 0, initial: 1 };
    expect(course(rates, [-1, 1])).toEqual([expect.closeTo(0.2, 14), expect.closeTo(0.2, 14)]);
    expect(course({ exposure: 50, loss: 1 }, [-1], 1)).toEqual([0]);
  });

  it("cuts signals, keeps still at 0 and starts anew with each rollout", () => {
    expect(course({}, [7])).toEqual(course({}, [1]));
    expect(course({}, [-7])).toEqual(course({}, [-1]));
    expect(course({}, [0, -0])).toEqual([0.5, 0.5]);
    const two = asymmetricTrust().apply([fullSignal("step", [1, 1]), fullSignal("rollout", [0, 0])], steps(1, 1));
    expect(two.values[0]).toBe(two.values[1]);
    expect(course({}, [])).toEqual([]);
  });

  it("is missing from the first missing signal on", () => {
    const of = new SignalBuilder("step", 3);
    of.set(0, 1);
    of.set(2, 1);
    const inputs = [of.build(), fullSignal("rollout", [0])];
    expect([...asymmetricTrust().apply(inputs, steps(3)).present]).toEqual([1, 0, 0]);
    const lost = [fullSignal("step", [1]), new SignalBuilder("rollout", 1).build()];
    expect([...asymmetricTrust().apply(lost, steps(1)).present]).toEqual([0]);
  });

  it("knows range, trend, inputs and defaults", () => {
    const piece = asymmetricTrust();
    expect([piece.range([]), piece.trend(0, [])]).toEqual([{ min: 0, max: 1 }, "unknown"]);
    expect(piece.inputs).toEqual([{ name: "of" }, { name: "dependence", level: "rollout", default: 0 }]);
    expect(piece.options).toEqual({
      gain: 0.1,
      loss: 0.3,
      damage: 0.6,
      healing: 0.03,
      exposure: 0.5,
      initial: 0.5,
      give: "trust",
    });
  });

  for (const give of ["trust", "damage"]) {
    for (const law of lawsOf(asymmetricTrust, { options: { give } })) it(`${law.name}, ${give}`, law.check);
  }
});
