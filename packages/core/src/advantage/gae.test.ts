import { describe, expect, it } from "vitest";
import { rewardToGo } from "../credit/index.ts";
import { streamKey, uniformAt } from "../random/index.ts";
import { outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type GaeOptions, gae } from "./gae.ts";
import { advantagesIn, resultIn, signalOf, stepped } from "./places.test-support.ts";

const layout = stepped([2, 1], [4, 1, 6]);
const places = 11;
const key = streamKey(5, "gae");
const values = Array.from({ length: places }, (_, i) => uniformAt(key, i));
const credit = Array.from({ length: places }, (_, i) => 2 * uniformAt(key, 50 + i) - 1);
const total = [1, -0.5, 2];
const ends = [0, 0, 0];

/** Straight from the definition: Σ_l (γλ)^l δ_{t+l}, in powers. */
function slow(gamma: number, lambda: number, last: readonly number[], horizon = 99): number[] {
  return Array.from({ length: places }, (_, t) => {
    const r = layout.stepOffsets.findIndex((_, k) => t < (layout.stepOffsets[k + 1] as number));
    const to = layout.stepOffsets[r + 1] as number;
    let sum = 0;
    for (let l = 0; t + l < to && l < horizon; l++) {
      const i = t + l;
      const next = i + 1 < to ? (values[i + 1] as number) : (last[r] as number);
      const reward = (credit[i] as number) + (i + 1 === to ? (total[r] as number) : 0);
      sum += (gamma * lambda) ** l * (reward + gamma * next - (values[i] as number));
    }
    return sum;
  });
}

function near(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((a, i) => {
    expect(a).toBeCloseTo(expected[i] as number, 11);
  });
}

describe("gae", () => {
  it("sums discounted differences from the critic (by hand)", () => {
    const out = advantagesIn(gae({ gamma: 0.5, lambda: 0.5 }), {
      layout: stepped([1], [3]),
      total: [8],
      inputs: [[1, 2, 4]],
    });
    // δ = (0 + 1 − 1, 0 + 2 − 2, 8 − 4) = (0, 0, 4)
    expect(out).toEqual([0.25, 1, 4]);
  });

  it.each([
    [1, 0.95],
    [0.9, 0.7],
    [0.99, 0],
    [1, 1],
    [0, 0.5],
  ])("agrees with the definition for γ = %d, λ = %d (slow twin)", (gamma, lambda) => {
    const last = [0.5, 0, -1];
    near(
      advantagesIn(gae({ gamma, lambda, rewards: "both" }), { layout, total, inputs: [values, last, credit] }),
      slow(gamma, lambda, last),
    );
  });

  it.each([1, 2, 3, 20])("stops after %d places (slow twin)", (horizon) => {
    const piece = gae({ gamma: 0.9, lambda: 0.8, rewards: "both", horizon });
    near(advantagesIn(piece, { layout, total, inputs: [values, ends, credit] }), slow(0.9, 0.8, ends, horizon));
  });

  it("is the TD residual at λ = 0 and for one place ahead (identity)", () => {
    const residual = values.map((value, i) => {
      const last = layout.stepOffsets.includes(i + 1);
      return (credit[i] as number) + 0.9 * (last ? 0 : (values[i + 1] as number)) - value;
    });
    const given = { layout, total, inputs: [values, ends, credit] };
    near(advantagesIn(gae({ gamma: 0.9, lambda: 0, rewards: "credit" }), given), residual);
    near(advantagesIn(gae({ gamma: 0.9, lambda: 0.6, rewards: "credit", horizon: 1 }), given), residual);
  });

  it("is the reward-to-go at λ = 1 without values, minus the value with them (identity)", () => {
    const rewards = signalOf("step", credit);
    const togo = [...rewardToGo({ gamma: 0.9 }).apply([rewards, signalOf("rollout", ends)], layout).values];
    const piece = gae({ gamma: 0.9, lambda: 1, rewards: "credit", level: "step" });
    near(advantagesIn(piece, { layout, inputs: [values.map(() => 0), ends, credit] }), togo);
    near(
      advantagesIn(piece, { layout, inputs: [values, ends, credit] }),
      togo.map((g, i) => g - (values[i] as number)),
    );
  });

  it("passes over a place without credit within a horizon, and pays it nothing (by hand)", () => {
    const given = {
      layout: stepped([1], [4]),
      inputs: [[0, 0, 0, 0], [0], [1, undefined, 2, 4]],
    };
    // 1 + 2 / 2, 2 + 4 / 2, 4
    const piece = gae({ level: "step", rewards: "credit", gamma: 1, lambda: 0.5, horizon: 2 });
    expect(advantagesIn(piece, given)).toEqual([2, 0, 4, 4]);
  });

  it("is the n-step advantage at λ = 1 with a horizon (identity)", () => {
    const piece = gae({ gamma: 0.5, lambda: 1, rewards: "credit", horizon: 2 });
    const out = advantagesIn(piece, { layout: stepped([1], [3]), inputs: [[1, 2, 4], [8], [10, 20, 30]] });
    expect(out).toEqual([10 + 10 + 1 - 1, 20 + 15 + 2 - 2, 30 + 4 - 4]);
  });

  it("passes over places without a value or credit, and pays the outcome at the last that has both", () => {
    const given = { layout: stepped([1], [4]), total: [8] };
    const piece = gae({ gamma: 0.5, lambda: 0.5 });
    expect(advantagesIn(piece, { ...given, inputs: [[1, undefined, 4, undefined]] })).toEqual([1 + 0.25 * 4, 0, 4, 0]);
    const both = gae({ gamma: 1, lambda: 1, rewards: "both" });
    const inputs = [[0, 0, 0, 0], [0], [1, undefined, 2, undefined]];
    expect(advantagesIn(both, { ...given, inputs })).toEqual([11, 0, 10, 0]);
  });

  it("gives 0 to a rollout without a total or bootstrap, and leaves it out of the whitening", () => {
    const given = {
      layout: stepped([3], [1, 1, 2]),
      total: [1, undefined, 3],
      inputs: [
        [0, 0, 0, 0],
        [0, 0, undefined],
      ],
    };
    expect(advantagesIn(gae(), given)).toEqual([1, 0, 0, 0]);
    expect(advantagesIn(gae({ whiten: true }), given)).toEqual([0, 0, 0, 0]);
  });

  it("whitens over the places of the batch (by hand: 1 and 3 deviate by √2 from 2)", () => {
    const given = { layout: stepped([2], [1, 2]), total: [1, 3], inputs: [[0, 0, undefined]] };
    const whitened = gae({ whiten: true, batchEps: 0 });
    near(advantagesIn(whitened, given), [-Math.SQRT1_2, Math.SQRT1_2, 0]);
    near(advantagesIn(gae({ whiten: true, batchEps: 2, batchScale: "population-std" }), given), [
      -1 / Math.sqrt(3),
      1 / Math.sqrt(3),
      0,
    ]);
    expect(advantagesIn(gae({ whiten: true, batchScale: "none" }), given)).toEqual([-1, 1, 0]);
  });

  it.each([
    ["no rollout", [], [], [], []],
    ["rollouts without places", [2], [0, 0], [1, 2], []],
    ["no reward", [1], [2], [0], [0, 0]],
    ["all missing", [1], [2], [undefined], [0, 0]],
  ])("is exactly zero for %s", (_, groups, steps, rewards, zeros) => {
    for (const whiten of [false, true]) {
      const out = advantagesIn(gae({ whiten }), { layout: stepped(groups, steps), total: rewards, inputs: [zeros] });
      expect(out.every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(gae(), { layout: stepped([1], [2]), total: [1e308], inputs: [[-1e308, -1e308]] });
    expect(outcomeAt(out, 1)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("has the defaults of its cards and reads credit where it is paid", () => {
    expect(gae().options).toEqual({
      level: "token",
      rewards: "outcome",
      gamma: 1,
      lambda: 0.95,
      whiten: false,
      batchScale: "sample-std",
      batchEps: 1e-8,
      batchEpsAt: "variance",
    });
    const names = (options: Partial<GaeOptions>): unknown => gae(options).inputs?.map(({ name }) => name);
    expect([names({}), names({ rewards: "credit" })]).toEqual([
      ["values", "bootstrap"],
      ["values", "bootstrap", "credit"],
    ]);
    expect([gae().scope, gae({ whiten: true }).scope]).toEqual(["rollout", "batch"]);
    expect(() => gae({ gamma: 1.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gamma\` of \`advantage/gae@1\` to be valid, got 1.5: Too big: expected number to be <=1.]`,
    );
  });

  const settings: readonly Partial<GaeOptions>[] = [
    {},
    { level: "step", rewards: "both", whiten: true },
    { rewards: "credit", horizon: 2, lambda: 1 },
  ];
  for (const options of settings) {
    for (const law of lawsOf(gae, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
