import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { abstainsBecause } from "./abstains-because.test-support.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type PrefixDynamicsOptions, prefixDynamics } from "./prefix-dynamics.ts";

const SHORT = "the rollout is too short";

function followed(settings: Partial<PrefixDynamicsOptions>, of: readonly (number | string)[]) {
  return shown(prefixDynamics(settings).apply([column("token", of)], tokens([of.length])))[0];
}

describe("prefixDynamics", () => {
  // m = 1, 2, 6: v_2 = 2 − 1 = 1, v_3 = 6 − 1.5 = 4.5; a_3 = 3.5.
  it.each([
    ["value", 3],
    ["velocity", 2.75],
    ["acceleration", 3.5],
  ] as const)("gives the %s at the ends of strides (222 §Mechanism 2, by hand)", (give, expected) => {
    expect(followed({ give, stride: 2 }, [9, 1, 9, 2, 9, 6, 9])).toBe(expected);
  });

  it.each([
    ["value", 39, SHORT],
    ["value", 40, 5],
    ["velocity", 79, SHORT],
    ["velocity", 80, 0],
    ["acceleration", 119, SHORT],
    ["acceleration", 120, 0],
  ] as const)("has a %s after %i tokens or not (222 §Pitfalls)", (give, length, expected) => {
    expect(followed({ give }, new Array(length).fill(5))).toBe(expected);
  });

  it("is missing with a value at the end of a stride, whatever lies between", () => {
    expect(followed({ stride: 2 }, ["between", 1, "between", 2])).toBe(1.5);
    expect(followed({ stride: 2 }, [1, "first", 1, "second"])).toBe("first");
  });

  it("takes each rollout alone, over steps too", () => {
    const of = fullSignal("step", [1, 3, 10]);
    const out = prefixDynamics({ from: "step", stride: 1, give: "velocity" }).apply([of], steps([2, 0, 1]));
    expect([out.level, ...shown(out)]).toEqual(["rollout", 2, SHORT, SHORT]);
  });

  it("agrees with the definition written out", () => {
    const series = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(series, (m) => {
        const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
        const v = m.slice(1).map((value, j) => value - mean(m.slice(0, j + 1)));
        const a = v.slice(1).map((value, j) => value - (v[j] as number));
        const got = (["value", "velocity", "acceleration"] as const).map((give) => followed({ give, stride: 1 }, m));
        expect(got).toEqual([mean(m), mean(v), mean(a)].map((value) => expect.closeTo(value, 9)));
      }),
    );
  });

  it("fails where the width of the values is too large", () => {
    expect(followed({ stride: 1, give: "velocity" }, [-1e308, 1e308])).toBe("Expected a finite value, got Infinity.");
  });

  it("states its facts", () => {
    expect(prefixDynamics().options).toEqual({ from: "token", stride: 40, give: "value" });
    const of = { min: -1, max: 2 };
    expect(prefixDynamics().range([of])).toEqual(of);
    expect(prefixDynamics({ give: "velocity" }).range([of])).toEqual({ min: -3, max: 3 });
    expect(prefixDynamics({ give: "acceleration" }).range([of])).toEqual({ min: -6, max: 6 });
    expect([prefixDynamics().trend(0, []), prefixDynamics({ give: "velocity" }).trend(0, [])]).toEqual([
      "increasing",
      "unknown",
    ]);
  });

  const skip = abstainsBecause("short rollouts have no velocity");
  for (const from of ["step", "token"]) {
    for (const law of lawsOf(prefixDynamics, { options: { from, stride: 1 } })) it(`${law.name}, ${from}`, law.check);
    for (const give of ["velocity", "acceleration"]) {
      const options = { from, give, stride: 1 };
      for (const law of lawsOf(prefixDynamics, { options, skip })) it(`${law.name}, ${give} of ${from}s`, law.check);
    }
  }
});
