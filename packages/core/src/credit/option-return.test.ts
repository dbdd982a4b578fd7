import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { abstainsBecause } from "./abstains-because.test-support.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type OptionReturnOptions, optionReturn } from "./option-return.ts";

const INSIDE = "no option starts here";
type Values = readonly (number | string)[];

function collected(settings: Partial<OptionReturnOptions>, rewards: Values, switches: Values) {
  return shown(
    optionReturn(settings).apply([column("step", rewards), column("step", switches)], steps([rewards.length])),
  );
}

describe("optionReturn", () => {
  it.each([
    ["return", [3, INSIDE, 8, 2]],
    ["discount", [0.25, INSIDE, 0.5, 0.5]],
    ["length", [2, INSIDE, 1, 1]],
  ] as const)(
    "gives the %s of each option where it starts (150 §Mechanism 5: R_k and γ^k, by hand)",
    (give, expected) => {
      expect(collected({ give, gamma: 0.5 }, [1, 4, 8, 2], [0, 0, 1, 1])).toEqual(expected);
    },
  );

  it("starts an option with the rollout, whatever its switch, and ends it with the rollout", () => {
    const of = fullSignal("token", [1, 1, 1, 5]);
    const switches = column("token", ["unread", 0, -1, 0]);
    const out = optionReturn({ level: "token", gamma: 1 }).apply([of, switches], tokens([3, 0, 1]));
    expect(shown(out)).toEqual([3, INSIDE, INSIDE, 5]);
  });

  it("is missing where a reward of the option is", () => {
    expect(collected({ gamma: 1 }, [1, "lost", 1, 1], [0, 0, 1, 0])).toEqual(["lost", INSIDE, 2, INSIDE]);
    expect(collected({ give: "length" }, [1, "lost", 1, 1], [0, 0, 1, 0])).toEqual([2, INSIDE, 2, INSIDE]);
  });

  it("knows neither of the options that a missing switch parts", () => {
    const out = collected({ gamma: 1 }, [1, 1, 1, 1, 1], [0, 0, "unread", 0, 1]);
    expect(out).toEqual(["unread", INSIDE, "unread", INSIDE, 1]);
    expect(collected({ give: "discount" }, [1, 1], [0, "unread"])).toEqual(["unread", "unread"]);
  });

  it("has as many decisions as switches, each reward in one of them (120 §Pitfalls: once per decision)", () => {
    const rewards = [1, 2, 3, 4, 5, 6];
    const out = collected({ gamma: 1 }, rewards, [1, 0, 0, 1, 0, 1]).filter((value) => value !== INSIDE);
    expect(out).toEqual([6, 9, 6]);
  });

  it("takes no steps, and fails where a return is too large", () => {
    expect(collected({}, [], [])).toEqual([]);
    expect(collected({ gamma: 1 }, [1e308, 1e308], [0, 0])).toEqual(["Expected a finite value, got Infinity.", INSIDE]);
  });

  const [inf, of] = [Number.POSITIVE_INFINITY, { min: -1, max: 2 }];
  it.each([
    [{ gamma: 0.5 }, of, { min: -2, max: 4 }],
    [{ gamma: 1 }, of, { min: -inf, max: inf }],
    [{ gamma: 1 }, { min: 1, max: 2 }, { min: 1, max: inf }],
    [{ gamma: 1 }, { min: -2, max: -1 }, { min: -inf, max: -1 }],
    [{ give: "length" }, of, { min: 1, max: inf }],
    [{ give: "discount", gamma: 0.5 }, of, { min: 0, max: 0.5 }],
    [{ give: "discount", gamma: 1 }, of, { min: 1, max: 1 }],
  ] as const)("with %j reaches from %j to %j", (settings, input, expected) => {
    expect(optionReturn(settings).range([input, of])).toEqual(expected);
  });

  it("states its defaults and trends", () => {
    expect(optionReturn().options).toEqual({ level: "step", gamma: 0.99, give: "return" });
    expect([0, 1].map((index) => optionReturn().trend(index, []))).toEqual(["increasing", "unknown"]);
    expect([0, 1].map((index) => optionReturn({ give: "length" }).trend(index, []))).toEqual(["constant", "unknown"]);
  });

  const skip = abstainsBecause("steps inside of an option have no return of their own");
  for (const give of ["return", "discount", "length"]) {
    for (const gamma of [0, 0.5, 1]) {
      for (const law of lawsOf(optionReturn, { options: { give, gamma }, skip })) {
        it(`${law.name}, ${give} with gamma ${gamma}`, law.check);
      }
    }
  }
  for (const law of lawsOf(optionReturn, { options: { level: "token" }, skip })) it(`${law.name}, tokens`, law.check);
});
