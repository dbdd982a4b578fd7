import { describe, expect, it } from "vitest";
import { gridWorld } from "../environment/index.ts";
import type { Metrics } from "../experiment/run.ts";
import { decisionProcess } from "../solver/index.ts";
import { type BlendSettings, startBlendRun } from "./blend-run.ts";
import { softmaxReturn } from "./softmax-return.ts";

const { process, start, stateAt } = gridWorld(["S....", ".....", ".....", ".....", "....G"], { discount: 0.95 });

/** [S·A] of a reward for each move, by the cells it leads from and to. */
function auxiliary(pay: (from: readonly [number, number], to: readonly [number, number]) => number): Float64Array {
  const cellOf = (state: number): readonly [number, number] => {
    const y = stateAt.findIndex((row) => row.includes(state));
    return [y, (stateAt[y] as readonly number[]).indexOf(state)];
  };
  return process.reward.map((_, pair) => {
    const [from, to] = [cellOf(Math.floor(pair / 4)), cellOf(process.next[process.offsets[pair] as number] as number)];
    return from[0] === 4 && from[1] === 4 ? 0 : pay(from, to);
  });
}

/** Pays 0.1 for each step that ends within one of the corner that is wrong. */
const misleading = auxiliary((_, [y, x]) => (Math.abs(y) + Math.abs(x - 4) <= 1 ? 0.1 : 0));
/** Pays 0.05 for each step nearer to the goal. */
const helpful = auxiliary(([y, x], to) => 0.05 * (to[0] + to[1] - y - x));

const settings = (more: Partial<BlendSettings>): BlendSettings => ({
  process,
  start,
  auxiliaries: [misleading],
  method: "implicit",
  firstSteps: 150,
  steps: 30,
  rate: 5,
  decay: 2e-3,
  weightStep: 0.2,
  // As far-sighted as the steps between two of the weights.
  solver: { method: "neumann", rate: 5, products: 30 },
  updates: 60,
  ...more,
});

async function learnt(more: Partial<BlendSettings>, seed = 1, updates = 20) {
  const run = startBlendRun(settings(more), seed);
  let last: Metrics = {};
  for (let k = 0; k < updates; k++) last = await run.update();
  return { ...last, weights: run.weights } as Metrics & { readonly task: number; readonly weights: Float64Array };
}

describe("startBlendRun", () => {
  it("unlearns a misleading reward: without it in the end, though it starts with a weight of 1", async () => {
    const [alone, naive] = [await learnt({ method: "fixed", auxiliaries: [] }), await learnt({ method: "fixed" })];
    expect(naive.task).toBeLessThan(0.1);
    for (const seed of [1, 2]) {
      const blended = await learnt({}, seed);
      expect(blended.task).toBeGreaterThanOrEqual(0.95 * alone.task);
      expect(blended.weights[1]).toBeLessThanOrEqual(0);
    }
  });

  it("keeps a helpful one", async () => {
    const few = { firstSteps: 40, steps: 10 };
    const alone = await learnt({ ...few, method: "fixed", auxiliaries: [] }, 1, 10);
    const naive = await learnt({ ...few, method: "fixed", auxiliaries: [helpful] }, 1, 10);
    const blended = await learnt({ ...few, auxiliaries: [helpful] }, 1, 10);
    expect(naive.task).toBeGreaterThan(alone.task);
    expect(blended.task).toBeGreaterThanOrEqual(naive.task);
    expect(blended.weights[1]).toBeGreaterThan(0);
  });

  it("unlearns it through unrolled steps, too", async () => {
    const blended = await learnt({ method: "unrolled" });
    expect(blended.task).toBeGreaterThan(0.6);
    expect(blended.weights[1]).toBeLessThanOrEqual(0);
  });

  it("mends a learner that looks less far than the task does", async () => {
    const short = { auxiliaries: [helpful], learnerDiscount: 0.5 };
    const right = await learnt({ auxiliaries: [helpful] });
    const [naive, blended] = [await learnt({ ...short, method: "fixed" }), await learnt(short, 1, 60)];
    expect(naive.task).toBeLessThan(0.4 * right.task);
    expect(blended.task).toBeGreaterThan(0.8 * right.task);
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = startBlendRun(settings({ firstSteps: 5, steps: 3 }), 3);
    await whole.update();
    const saved = structuredClone(whole.save());
    const rest = await whole.update();
    const other = startBlendRun(settings({ firstSteps: 5, steps: 3 }), 4);
    other.restore(saved as never);
    expect(await other.update()).toEqual(rest);
  });
});

it("softmaxReturn has the return and the gradient of one state by hand", () => {
  // Action 0 pays 1, action 1 nothing, for ever: J = π(0)/(1 − ½) and ∂J/∂θ_0 = 2·π(0)·π(1).
  const loop = decisionProcess({
    states: 1,
    actions: 2,
    discount: 0.5,
    transitions: () => [{ next: 0, probability: 1 }],
    reward: (_, action) => 1 - action,
  });
  const out = new Float64Array(2);
  const chance = 1 / (1 + Math.exp(-0.8));
  expect(softmaxReturn(loop, Float64Array.of(0.8, 0), [1], out)).toBeCloseTo(2 * chance, 12);
  expect(out[0]).toBeCloseTo(2 * chance * (1 - chance), 12);
  expect(out[1]).toBeCloseTo(-2 * chance * (1 - chance), 12);
});
