import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateExpression, parseExpression } from "../expression/index.ts";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type RewardToGoOptions, rewardToGo } from "./reward-to-go.ts";

type Values = readonly (number | string)[];

/** Returns of one rollout. */
function returns(settings: Partial<RewardToGoOptions>, rewards: Values, end: number | string = 0, values?: Values) {
  const given = values === undefined ? [] : [column("step", values)];
  const inputs = [column("step", rewards), ...given, column("rollout", [end])];
  return shown(rewardToGo(settings).apply(inputs, steps([rewards.length])));
}

describe("rewardToGo", () => {
  it.each([
    ["gamma 1 (165 §Mechanism 5)", {}, [1, 0, 4], 0, [5, 4, 4]],
    ["gamma ½ (080 §Mechanism 2)", { gamma: 0.5 }, [1, 0, 4], 0, [2, 2, 4]],
    ["gamma 0", { gamma: 0 }, [1, 0, 4], 9, [1, 0, 4]],
    ["what a cut-off rollout is still worth", { gamma: 0.5 }, [1, 0, 4], 8, [3, 4, 8]],
    ["one step", {}, [3], 0, [3]],
    ["no step", {}, [], 0, []],
  ] as const)("sums with %s (by hand)", (_, settings, rewards, end, expected) => {
    expect(returns(settings, rewards, end)).toEqual(expected);
  });

  it("mixes returns with values: TD(λ) targets (by hand)", () => {
    // G_2 = 4 + ½·8 = 8; G_1 = 0 + ½·(½·6 + ½·8) = 3.5; G_0 = 1 + ½·(½·10 + ½·3.5) = 4.375
    expect(returns({ gamma: 0.5, lambda: 0.5 }, [1, 0, 4], 8, [99, 10, 6])).toEqual([4.375, 3.5, 8]);
    expect(returns({ gamma: 0.5, lambda: 0 }, [1, 0, 4], 8, [99, 10, 6])).toEqual([6, 3, 8]);
  });

  it("is missing where a reward it counts on is, for the reason of the nearest", () => {
    expect(returns({}, [1, "a", 2, "b", 3])).toEqual(["a", "a", "b", "b", 3]);
    expect(returns({ gamma: 0 }, [1, "a", 2])).toEqual([1, "a", 2]);
    expect(returns({}, [1, 2], "unknown")).toEqual(["unknown", "unknown"]);
    expect(returns({ gamma: 0 }, [1, 2], "unknown")).toEqual([1, 2]);
  });

  it("is missing where a value it counts on is, and needs none for the first step", () => {
    expect(returns({ lambda: 0.5 }, [1, 1, 1], 0, ["v0", "v1", 1])).toEqual(["v1", 2, 1]);
    expect(returns({ lambda: 0 }, [1, "r", 1], 0, [1, 1, "v2"])).toEqual([2, "r", 1]);
    expect(returns({ lambda: 0 }, [1, 1, 1], 0, [1, 1, "v2"])).toEqual([2, "v2", 1]);
    expect(returns({ lambda: 0, gamma: 0 }, [1, 1], 0, ["v0", "v1"])).toEqual([1, 1]);
    expect(returns({ lambda: 0.5 }, [1, 1], "end", [1, 1])).toEqual(["end", "end"]);
    expect(returns({ lambda: 0 }, [1, 1], "end", [1, 1])).toEqual([2, "end"]);
  });

  it("starts anew with each rollout, over tokens too", () => {
    const out = rewardToGo({ level: "token" }).apply(
      [fullSignal("token", [1, 2, 4]), fullSignal("rollout", [0, 0, 10])],
      tokens([2, 0, 1]),
    );
    expect([out.level, ...out.values]).toEqual(["token", 3, 2, 14]);
  });

  it("fails from where a sum is too large", () => {
    expect(returns({}, [1, 1e308, 1e308])).toEqual([
      "Expected a finite value, got Infinity.",
      "Expected a finite value, got Infinity.",
      1e308,
    ]);
  });

  it("agrees with the sum written out, and has the two ends of TD(λ) as limits", () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 }), number, (pairs, end) => {
        const [rewards, values] = [pairs.map(([r]) => r), pairs.map(([, v]) => v)];
        const gamma = 0.9;
        const monteCarlo = rewards.map((_, t) =>
          rewards.slice(t).reduce((sum, reward, k) => sum + gamma ** k * reward, gamma ** (rewards.length - t) * end),
        );
        const oneStep = rewards.map((reward, t) => reward + gamma * (values[t + 1] ?? end));
        close(returns({ gamma }, rewards, end), monteCarlo);
        close(returns({ gamma, lambda: 1 - 1e-15 }, rewards, end, values), monteCarlo);
        close(returns({ gamma, lambda: 0 }, rewards, end, values), oneStep);
        // GAE: G^λ_t − V_t is the discounted sum of TD residuals.
        const lambda = 0.7;
        const residuals = oneStep.map((target, t) => target - (values[t] as number));
        const gae = residuals.map((_, t) =>
          residuals.slice(t).reduce((sum, residual, k) => sum + (gamma * lambda) ** k * residual, values[t] as number),
        );
        close(returns({ gamma, lambda }, rewards, end, values), gae);
      }),
    );
  });

  it("telescopes gains: to the end from each step (024: F(τ) − F(τ_{0:i}); 165: p_T − p_{t−1})", () => {
    const f = [0, 1, 3, 3, 6];
    const gains = f.slice(1).map((value, i) => value - (f[i] as number));
    expect(returns({}, gains)).toEqual(f.slice(0, -1).map((value) => 6 - value));
  });

  it("turns process rewards of alternating thoughts into the four values of 025, the last one's being 0", () => {
    const closed = parseExpression(
      "where(correct > 0, outcome - where(right > 0, 0, punished), where(right > 0, outcome, 0))",
    );
    // Solutions with the thoughts wrong, right; right, wrong, right; unmatched, matched.
    const layout = steps([2, 3, 2]);
    const right = [0, 1, 1, 0, 1, 0, 1];
    const [correct, outcome, punished] = [[1, 1, 0], [0.5, 0.5, -2], 0.25];
    const signals = new Map([
      ["correct", fullSignal("rollout", correct)],
      ["outcome", fullSignal("rollout", outcome)],
      ["right", fullSignal("step", right)],
      ["punished", fullSignal("rollout", [punished, punished, punished])],
    ]);
    const rollout = [0, 0, 1, 1, 1, 2, 2];
    const process = right.map((label, s) => {
      const r = rollout[s] as number;
      if (layout.stepOffsets[r + 1] === s + 1) return 0;
      return (label > 0 ? 1 : -1) * (correct[r] === 1 ? punished : (outcome[r] as number));
    });
    const toGo = rewardToGo().apply([fullSignal("step", process), fullSignal("rollout", [0, 0, 0])], layout);
    const summed = [...toGo.values].map((value, s) => value + (outcome[rollout[s] as number] as number));
    expect([...evaluateExpression(closed, signals, layout).values]).toEqual([0.25, 0.5, 0.5, 0.25, 0.5, 0, -2]);
    expect(summed).toEqual([0.25, 0.5, 0.5, 0.25, 0.5, 0, -2]);
  });

  it("reads a value only below lambda 1, and states its defaults", () => {
    expect(rewardToGo().options).toEqual({ level: "step", gamma: 1, lambda: 1 });
    expect(rewardToGo().inputs).toEqual([{ name: "of" }, { name: "end", level: "rollout", default: 0 }]);
    expect(rewardToGo({ lambda: 0.5 }).inputs.map(({ name }) => name)).toEqual(["of", "value", "end"]);
  });

  const inf = Number.POSITIVE_INFINITY;
  const zero = { min: 0, max: 0 };
  it.each([
    [{}, [{ min: 0, max: 1 }, zero], { min: 0, max: inf }],
    [{}, [{ min: -1, max: 0 }, zero], { min: -inf, max: 0 }],
    [
      {},
      [
        { min: 1, max: 2 },
        { min: 3, max: 4 },
      ],
      { min: 4, max: inf },
    ],
    [{ gamma: 0.5 }, [{ min: -1, max: 2 }, zero], { min: -2, max: 4 }],
    [
      { gamma: 0.5 },
      [
        { min: -1, max: 2 },
        { min: -10, max: 10 },
      ],
      { min: -6, max: 7 },
    ],
    [
      { gamma: 0 },
      [
        { min: -1, max: 2 },
        { min: -10, max: 10 },
      ],
      { min: -1, max: 2 },
    ],
    [{ gamma: 0.5, lambda: 0.5 }, [zero, { min: -4, max: 8 }, { min: -6, max: 6 }], { min: -3, max: 4 }],
  ] as const)("with %j reaches from %j to %j", (settings, inputs, expected) => {
    expect(rewardToGo(settings).range(inputs)).toEqual(expected);
  });

  it("rises with all it reads, and with gamma 0 with the reward alone", () => {
    expect([0, 1, 2].map((index) => rewardToGo({ lambda: 0.5 }).trend(index, []))).toEqual(Array(3).fill("increasing"));
    expect([0, 1].map((index) => rewardToGo({ gamma: 0 }).trend(index, []))).toEqual(["increasing", "constant"]);
  });

  const settings = [{}, { level: "token" }, { gamma: 0.5 }, { gamma: 0 }, { lambda: 0.5 }, { lambda: 0, gamma: 0.9 }];
  for (const options of settings) {
    for (const law of lawsOf(rewardToGo, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

function close(got: readonly (number | string)[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => {
    expect(Math.abs((value as number) - (expected[i] as number))).toBeLessThan(1e-9);
  });
}
