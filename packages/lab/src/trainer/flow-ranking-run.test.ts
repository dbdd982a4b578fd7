import { anneal } from "@guerdon/core/schedule";
import { beforeAll, describe, expect, it } from "vitest";
import type { Metrics } from "../experiment/run.ts";
import { denoisingSchedule, flowPolicy } from "../policy/index.ts";
import { adamw, type HostTree } from "../tensor/index.ts";
import { pointWorld } from "../world/index.ts";
import { createFlowEvaluator } from "./flow-evaluator.ts";
import { startFlowMatching } from "./flow-matching-run.ts";
import { type FlowRanking, startFlowRanking } from "./flow-ranking-run.ts";
import { groupRanking } from "./group-ranking.ts";
import { pairRanking } from "./pair-ranking.ts";
import type { RankedSamples } from "./ranked-batch.ts";

const world = pointWorld({ prompts: 4 });
const shape = { size: 2, conditions: 4 };
const policy = flowPolicy({ ...shape, hidden: [48, 48] });
const [PROMPTS, K] = [128, 16];
let base: HostTree;
let data: RankedSamples;

const evaluate = (parameters: HostTree): Metrics =>
  createFlowEvaluator({ world, policy, shape, schedule: denoisingSchedule({ steps: 16 }), count: 600 }).evaluate(
    parameters,
    5,
  );

beforeAll(async () => {
  const updates = 30;
  const learningRate = anneal({ from: 4e-3, to: 0, steps: updates });
  const matching = { world, shape, policy, optimiser: adamw(), learningRate, batch: 128, steps: 50, updates };
  const run = await startFlowMatching(matching, 1);
  for (let k = 0; k < updates; k++) await run.update();
  base = run.parameters();
  run.close();
  data = rankedSamples();
}, 60_000);

/** K samples of the base model for each prompt, with their rewards. */
function rankedSamples(): RankedSamples {
  const count = PROMPTS * K;
  const schedule = denoisingSchedule({ steps: 16 });
  const generated = createFlowEvaluator({ world: { ...world, ask: askGroups }, policy, shape, schedule, count });
  generated.evaluate(base, 2);
  const [rewards, out] = [new Float64Array(count), new Float64Array(4)];
  for (let i = 0; i < count; i++) {
    world.measure(generated.samples.subarray(2 * i, 2 * i + 2), generated.conditions.subarray(4 * i, 4 * i + 4), out);
    rewards[i] = out[0] as number;
  }
  return { samples: generated.samples, conditions: generated.conditions, rewards, perPrompt: K };
}

/** The same prompt for K samples in a row. */
function askGroups(key: number, index: number, condition: Float64Array): void {
  world.ask(key, Math.floor(index / K), condition);
}

const settings = (more: Partial<FlowRanking>): FlowRanking => ({
  data,
  policy,
  shape,
  // β 0.3 of the card, whose errors are means over the two numbers of a sample.
  loss: pairRanking({ beta: 0.15 }),
  times: "logit-normal",
  optimiser: adamw(),
  learningRate: 5e-4,
  maxGradientNorm: 1,
  parameters: base,
  groups: 32,
  perGroup: 2,
  updates: 500,
  ...more,
});

async function ranked(chosen: FlowRanking) {
  const run = await startFlowRanking(chosen, 1);
  const metrics: Metrics[] = [];
  for (let k = 0; k < chosen.updates; k++) metrics.push(await run.update());
  const parameters = run.parameters();
  run.close();
  return { metrics, after: evaluate(parameters) };
}

describe("startFlowRanking", () => {
  it("makes better samples without sampling: from pairs, and from groups of six", async () => {
    const before = evaluate(base).reward as number;
    const pairs = await ranked(settings({}));
    const groups = await ranked(settings({ loss: groupRanking(0.15), perGroup: 6 }));
    expect(before).toBeLessThan(0.3);
    expect(pairs.metrics[0]?.loss).toBeCloseTo(Math.LN2, 4);
    for (const { after, metrics } of [pairs, groups]) {
      expect(after.reward).toBeGreaterThan(before + 0.3);
      expect(metrics.at(-1)?.live).toBeGreaterThan(0.9);
    }
    expect(groups.after.reward).toBeGreaterThan((pairs.after.reward as number) + 0.03);
    // Groups keep the best likely where pairs let it fall.
    const lateOf = (metrics: readonly Metrics[]): number =>
      metrics.slice(-50).reduce((sum, { bestError }) => sum + (bestError as number) / 50, 0);
    expect(lateOf(groups.metrics)).toBeLessThan(lateOf(pairs.metrics));
  });

  it("goes on bit by bit after a restore", async () => {
    const whole = await startFlowRanking(settings({}), 3);
    await whole.update();
    const saved = structuredClone(whole.save());
    const rest = await whole.update();
    const other = await startFlowRanking(settings({}), 3);
    other.restore(saved as never);
    expect(await other.update()).toEqual(rest);
    for (const run of [whole, other]) run.close();
  });

  it("refuses columns that do not fit together", async () => {
    const short = { ...data, conditions: data.conditions.subarray(4) };
    await expect(startFlowRanking(settings({ data: short }), 1)).rejects.toThrow(
      "Expected `data.conditions` to have 8192 values, got 8188.",
    );
    await expect(startFlowRanking(settings({ perGroup: 17 }), 1)).rejects.toThrow(
      "Expected `perGroup` to be 2 … 16, got 17.",
    );
  });
});

describe("losses", () => {
  const columns = {
    errors: Float64Array.of(1.2, 0.7, 2, 2.2),
    reference: Float64Array.of(1, 1, 2, 2),
    rewards: Float64Array.of(1, 0, 3, 1),
    times: Float64Array.of(0.2, 0.6),
    perGroup: 2,
  };

  it("groups of two with hard targets are pairs", () => {
    const [pair, group] = [pairRanking({ beta: 0.7 })(columns), groupRanking(0.7, { hard: true })(columns)];
    expect(group.loss).toBeCloseTo(pair.loss, 12);
    for (let i = 0; i < 4; i++) expect(group.gradient[i]).toBeCloseTo(pair.gradient[i] as number, 12);
  });

  it.each([pairRanking({ beta: 0.7 }), groupRanking(0.7, { tau: 1 })])("have the gradient they say", (loss) => {
    const { gradient } = loss(columns);
    for (let i = 0; i < 4; i++) {
      const at = (by: number): number => {
        const errors = columns.errors.slice();
        errors[i] = (errors[i] as number) + by;
        return loss({ ...columns, errors }).loss;
      };
      expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
    }
  });
});
