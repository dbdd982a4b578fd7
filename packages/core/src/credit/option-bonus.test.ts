import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps } from "./layouts.test-support.ts";
import { type OptionBonusOptions, optionBonus } from "./option-bonus.ts";

type Values = readonly (number | string)[];

function paid(settings: Partial<OptionBonusOptions>, bonus: number | string, ...flags: readonly Values[]) {
  const inputs = [column("rollout", [bonus]), ...flags.map((flag) => column("step", flag))];
  return shown(optionBonus(settings).apply(inputs, steps([flags[0]?.length ?? 0])));
}

describe("optionBonus", () => {
  it.each([
    ["once (076 §Pitfalls)", { potential: false }, [0, 1, 0, 1], [0, 0.5, 0, 0]],
    ["each time", { potential: false, once: false }, [0, 1, 0, 1], [0, 0.5, 0, 0.5]],
    ["as a potential, taken back at the end", {}, [0, 1, 0, 1], [0, 0.5, 0, -0.5]],
    ["as a potential, each time", { once: false }, [1, 1, 0], [0.5, 0.5, -1]],
    ["as a discounted potential", { gamma: 0.5 }, [0, 1, 0, 0], [0, 0.25, -0.25, -0.5]],
    ["at the last step alone, as a potential", {}, [0, 1], [0, 0]],
    ["where a flag is positive", { potential: false }, [-1, 0.5], [0, 0.5]],
    ["in no step", {}, [], []],
  ] as const)("pays %s (by hand)", (_, settings, flags, expected) => {
    expect(paid(settings, 0.5, flags)).toEqual(expected);
  });

  it("pays each of several subgoals (076 §Mechanism: Σ_g)", () => {
    expect(paid({ potential: false }, 0.5, [1, 1, 0], [0, 1, 1])).toEqual([0.5, 0.5, 0]);
    expect(paid({ potential: false }, 0.5, [1, 0], [1, 0])).toEqual([1, 0]);
  });

  it("forgets at the end of a rollout, and pays each its own bonus", () => {
    const inputs = [fullSignal("rollout", [1, 2]), fullSignal("step", [1, 1, 1])];
    expect([...optionBonus({ potential: false }).apply(inputs, steps([2, 1])).values]).toEqual([1, 0, 2]);
  });

  it("is missing with a flag or the bonus, and counts a missing flag as not achieved", () => {
    expect(paid({ potential: false }, 1, ["unread", 1], [1, 0])).toEqual(["unread", 1]);
    expect(paid({}, 1, ["unread", 1, 0])).toEqual(["unread", 1, -1]);
    expect(paid({}, "no bonus", [1, "unread"])).toEqual(["no bonus", "no bonus"]);
  });

  it("adds up to nothing as a potential, discounted like the learner (087: policies keep their order)", () => {
    const flags = fc.array(fc.nat(1), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(flags, fc.boolean(), fc.constantFrom(1, 0.9), (achieved, once, gamma) => {
        const out = paid({ once, gamma }, 0.7, achieved) as number[];
        expect(Math.abs(out.reduce((sum, value, i) => sum + gamma ** i * value, 0))).toBeLessThan(1e-12);
      }),
    );
  });

  it("states its facts", () => {
    const piece = optionBonus();
    expect(piece.options).toEqual({ once: true, potential: true, gamma: 1 });
    expect([piece.level, piece.inputs]).toEqual([
      "step",
      [
        { name: "bonus", level: "rollout", default: 0.2 },
        { name: "of", many: true },
      ],
    ]);
    const inf = Number.POSITIVE_INFINITY;
    const [bonus, flag] = [
      { min: 0.5, max: 2 },
      { min: 0, max: 1 },
    ];
    expect(optionBonus({ potential: false }).range([bonus, flag, flag])).toEqual({ min: 0, max: 4 });
    expect(optionBonus({ gamma: 0.5 }).range([bonus, flag, flag])).toEqual({ min: -4, max: 2 });
    expect(optionBonus({ once: false }).range([bonus, flag])).toEqual({ min: -inf, max: 2 });
    expect([piece.trend(0, []), optionBonus({ potential: false }).trend(0, [])]).toEqual(["unknown", "increasing"]);
    expect(optionBonus({ potential: false }).trend(1, [])).toBe("unknown");
  });

  for (const options of [
    {},
    { potential: false },
    { once: false },
    { once: false, potential: false },
    { gamma: 0.5 },
  ]) {
    for (const law of lawsOf(optionBonus, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
