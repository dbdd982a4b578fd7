import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, type Layout, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { difference } from "./difference.ts";
import { potential } from "./potential.ts";

/** Rollouts of three steps and of one. */
const layout: Layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 3, 4) };
const of = fullSignal("step", [1, 4, 2, 6]);
const border = fullSignal("rollout", [3, -1]);
const terminated = fullSignal("rollout", [1, 0]);
const shaped = (options: Parameters<typeof potential>[0]): number[] => {
  const inputs = options?.look === "after" ? [of, border, terminated] : [of, border];
  return [...potential(options).apply(inputs, layout).values];
};

describe("potential", () => {
  it.each([
    [{ gamma: 0.5 }, [1, -3, -0.5, -6.5]],
    [{ gamma: 0.5, first: "zero" }, [0, -3, -0.5, 0]],
    [{ gamma: 0.5, negativeSlope: 2 }, [1, -6, -1, -13]],
    [{ gamma: 0.5, negativeSlope: 0 }, [1, 0, 0, 0]],
    [{ look: "after", gamma: 0.5 }, [-2.5, 1, -4, 4]],
    [{ look: "after", gamma: 0.5, first: "zero" }, [0, 1, -4, 0]],
    [{ look: "back", gamma: 0.5 }, [-5, 2, -6, 8]],
  ] as const)("pays the change of the potential with %j (by hand)", (options, expected) => {
    expect(shaped(options).map((value) => value + 0)).toEqual(expected);
  });

  it("telescopes: Σ γ^t F_t = γ^K Φ(end) − Φ(s_0), and −Φ(s_0) where the end is terminal (015, 074)", () => {
    const gamma = 0.9;
    const states = [0.2, 0.7, 0.1, 0.9, 0.4];
    const steps = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 5) };
    for (const end of [0, 0.8]) {
      const out = potential({ gamma }).apply([fullSignal("step", states), fullSignal("rollout", [end])], steps);
      const sum = out.values.reduce((total, value, t) => total + gamma ** t * value, 0);
      expect(sum).toBeCloseTo(gamma ** 5 * end - 0.2, 12);
    }
  });

  it("says the same with potentials of the states reached (after) as with those left (ahead)", () => {
    const states = [0.2, 0.7, 0.1, 0.9];
    const steps = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
    const rollout = (value: number) => fullSignal("rollout", [value]);
    for (const ended of [0, 1]) {
      const end = ended === 1 ? 0 : (states[3] as number);
      const ahead = potential({ gamma: 0.9 }).apply([fullSignal("step", states.slice(0, 3)), rollout(end)], steps);
      const inputs = [fullSignal("step", states.slice(1)), rollout(0.2), rollout(ended)];
      expect(potential({ look: "after", gamma: 0.9 }).apply(inputs, steps)).toEqual(ahead);
    }
  });

  it("without discount is the difference of steps (043, twin), and looking back is after / γ", () => {
    const plain = difference().apply([of, border], layout);
    expect(potential({ look: "after" }).apply([of, border, fullSignal("rollout", [0, 0])], layout)).toEqual(plain);
    const inputs = [of, border, fullSignal("rollout", [0, 0])];
    const after = potential({ look: "after", gamma: 0.8 }).apply(inputs, layout);
    shaped({ look: "back", gamma: 0.8 }).forEach((value, t) => {
      expect(0.8 * value).toBeCloseTo(after.values[t] as number, 13);
    });
  });

  it("is missing where one of the two potentials is, or where it is unknown whether a rollout ended", () => {
    const builder = new SignalBuilder("step", 4);
    [1, 2, 3, 4].forEach((value, i) => {
      builder.set(i, value);
    });
    builder.abstain(1, "no value");
    const unknown = new SignalBuilder("rollout", 2);
    unknown.abstain(0, "cut off?");
    unknown.set(1, 1);
    const out = potential({ look: "after" }).apply([builder.build(), border, unknown.build()], layout);
    expect([0, 1, 2, 3].map((t) => outcomeAt(out, t))).toEqual([
      { kind: "scored", value: -2 },
      abstained("no value"),
      abstained("cut off?"),
      { kind: "scored", value: 1 },
    ]);
    const whole = potential({ look: "after" }).apply([of, border, unknown.build()], layout);
    expect([outcomeAt(whole, 1), outcomeAt(whole, 2)]).toEqual([{ kind: "scored", value: 3 }, abstained("cut off?")]);
    const ahead = potential().apply([builder.build(), border], layout);
    expect([0, 1, 2, 3].map((t) => ahead.present[t])).toEqual([0, 0, 1, 1]);
  });

  it("knows range, trend, inputs and defaults", () => {
    const point = (value: number) => ({ min: value, max: value });
    const unit = { min: 0, max: 1 };
    const half = { gamma: 0.5 } as const;
    expect(potential(half).range([unit, point(0)])).toEqual({ min: -1, max: 0.5 });
    expect(potential(half).range([{ min: 2, max: 3 }, point(8)])).toEqual({ min: -2, max: 2 });
    expect(potential({ ...half, negativeSlope: 2 }).range([unit, point(0)])).toEqual({ min: -2, max: 0.5 });
    expect(potential({ ...half, first: "zero" }).range([point(1), point(1)])).toEqual({ min: -0.5, max: 0 });
    expect(potential({ ...half, look: "after" }).range([{ min: 2, max: 3 }, point(4), unit])).toEqual({
      min: -4,
      max: -0.5,
    });
    expect(potential({ ...half, look: "back" }).range([{ min: 2, max: 3 }, point(4)])).toEqual({ min: -6, max: -1 });
    const trends = (options: Parameters<typeof potential>[0]) => [0, 1, 2].map((i) => potential(options).trend(i, []));
    expect(trends({})).toEqual(["unknown", "increasing", "unknown"]);
    expect(trends({ first: "zero" })).toEqual(["unknown", "unknown", "unknown"]);
    expect(trends({ look: "back" })).toEqual(["unknown", "decreasing", "unknown"]);
    expect(trends({ look: "after", first: "zero" })).toEqual(["unknown", "constant", "unknown"]);
    expect(trends({ negativeSlope: 0 })).toEqual(["unknown", "unknown", "unknown"]);
    const names = (["ahead", "after", "back"] as const).map((look) =>
      potential({ look }).inputs.map(({ name }) => name),
    );
    expect(names).toEqual([
      ["of", "end"],
      ["of", "start", "terminated"],
      ["of", "start"],
    ]);
    expect(potential().inputs[1]).toEqual({ name: "end", level: "rollout", default: 0 });
    expect(potential().options).toEqual({
      look: "ahead",
      gamma: 1,
      negativeSlope: 1,
      first: "difference",
      level: "step",
    });
  });

  it("refuses γ = 0", () => {
    expect(() => potential({ gamma: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gamma\` of \`shaper/potential@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const look of ["ahead", "after", "back"]) {
    for (const first of ["difference", "zero"]) {
      const options = { look, first, gamma: 0.9, negativeSlope: first === "zero" ? 0.5 : 1 };
      for (const law of lawsOf(potential, { options })) it(`${law.name}, ${look}, first ${first}`, law.check);
    }
  }
});

describe("optimal policies under shaping (087, by value iteration)", () => {
  /** A ring of five states; going on or back; state 4 is the goal and ends the episode. */
  const GAMMA = 0.9;
  const next = (state: number, action: number): number => (state + (action === 0 ? 1 : 4)) % 5;
  const reward = (state: number): number => (state === 4 ? 1 : 0);
  type Bonus = (state: number, action: number, reached: number) => number;

  /** Greedy actions of the states 0 … 3 once values have settled. */
  function policy(bonus: Bonus): readonly number[] {
    const values = [0, 0, 0, 0, 0];
    const worth = (state: number, action: number): number => {
      const reached = next(state, action);
      return reward(reached) + bonus(state, action, reached) + GAMMA * (values[reached] as number);
    };
    for (let sweep = 0; sweep < 500; sweep++) {
      for (let state = 0; state < 4; state++) values[state] = Math.max(worth(state, 0), worth(state, 1));
    }
    return [0, 1, 2, 3].map((state) => (worth(state, 0) > worth(state, 1) ? 0 : 1));
  }

  /** What the piece pays for one step, with Φ(terminal) = 0. */
  function paid(phi: readonly number[]): Bonus {
    const step = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 1) };
    return (state, _, reached) => {
      const end = reached === 4 ? 0 : (phi[reached] as number);
      const inputs = [fullSignal("step", [phi[state] as number]), fullSignal("rollout", [end])];
      return potential({ gamma: GAMMA }).apply(inputs, step).values[0] as number;
    };
  }

  const best = policy(() => 0);

  it("stay what they are, however bad the potential", () => {
    expect(best).toEqual([1, 1, 0, 0]);
    for (const phi of [
      [0, 1, 2, 3, 0],
      [5, -3, 20, -7, 0],
      [9, 9, -9, -9, 0],
    ]) {
      expect(policy(paid(phi))).toEqual(best);
    }
  });

  it("change with a bonus for being somewhere, which is no potential (near miss)", () => {
    expect(policy((_state, _action, reached) => (reached === 1 ? 5 : 0))).not.toEqual(best);
  });

  it("change when the goal keeps its potential but pays nothing for the end (near miss)", () => {
    const phi = [0, 5, 0, 0, -50];
    const keeps: Bonus = (state, _, reached) => GAMMA * (phi[reached] as number) - (phi[state] as number);
    expect(policy(keeps)).not.toEqual(best);
    expect(policy(paid(phi))).toEqual(best);
  });
});
