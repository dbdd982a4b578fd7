import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec } from "@guerdon/core/program";
import { anneal } from "@guerdon/core/schedule";
import { beforeAll, describe, expect, it } from "vitest";
import { type DenoisingOptions, denoising } from "../environment/index.ts";
import type { Metrics } from "../experiment/run.ts";
import { denoisingSchedule, flowPolicy } from "../policy/index.ts";
import { adamw, type HostTree } from "../tensor/index.ts";
import { pointWorld } from "../world/index.ts";
import { createFlowEvaluator } from "./flow-evaluator.ts";
import { startFlowMatching } from "./flow-matching-run.ts";
import { startPolicyGradient } from "./policy-gradient.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
import { worldSignal } from "./world-signal.ts";

const GROUP = 16;
const world = pointWorld({ prompts: 4, width: 0.8 });
const shape = { size: 2, conditions: 4 };
const policy = flowPolicy({ ...shape, hidden: [48, 48] });
const sde: DenoisingOptions = { world, steps: 10, groupSize: GROUP, noise: { kind: "scaled", level: 0.7 } };

/** Advantages of groups of samples for one prompt, from the return or from what each step predicts. */
function program(spec: Partial<ProgramSpec> = {}): Program {
  const all = {
    reward: "denoising",
    terms: { reward: { use: "world-signal" }, return: { use: "reduce", of: "reward", by: "sum" } },
    total: "return",
    advantage: "grpo",
    ...spec,
  };
  return compileProgram(all as ProgramSpec, makeLibrary([worldSignal, ...credits, ...advantages], advantagePresets));
}

const settings = (more: Partial<PolicyGradientSettings>, options = sde): PolicyGradientSettings => ({
  environment: denoising(options, 12 * GROUP),
  policy,
  optimiser: adamw(),
  program: program(),
  steps: options.steps,
  updates: 200,
  groupSize: GROUP,
  objective: { clipLow: 0.2, clipHigh: 0.2 },
  learningRate: 1e-3,
  maxGradientNorm: 1,
  ...more,
});

const evaluator = createFlowEvaluator({ world, policy, shape, schedule: denoisingSchedule({ steps: 16 }), count: 600 });

async function tuned(chosen: PolicyGradientSettings, seed = 1) {
  const run = await startPolicyGradient(chosen, seed);
  const metrics: Metrics[] = [];
  for (let k = 0; k < chosen.updates; k++) metrics.push(await run.update());
  const parameters = run.parameters();
  run.close();
  return { metrics, parameters, reward: evaluator.evaluate(parameters, 5).reward as number };
}

/** A model of the data that ignores its prompt. */
let base: HostTree;
beforeAll(async () => {
  const updates = 30;
  const learningRate = anneal({ from: 4e-3, to: 0, steps: updates });
  const matching = { world, shape, policy, optimiser: adamw(), learningRate, batch: 128, steps: 50, updates };
  const run = await startFlowMatching(matching, 1);
  for (let k = 0; k < updates; k++) await run.update();
  base = run.parameters();
  run.close();
}, 60_000);

describe("a policy gradient over denoising steps", () => {
  it("raises the reward of the ODE's samples, and says how far it went from the reference", async () => {
    const before = evaluator.evaluate(base, 5).reward as number;
    const free = await tuned(settings({ parameters: base, kl: { beta: 0, estimator: "k1" } }));
    expect(before).toBeLessThan(0.3);
    expect(free.reward).toBeGreaterThan(before + 0.3);
    expect(free.metrics[0]?.klReference).toBeCloseTo(0, 4);
    expect(free.metrics.at(-1)?.klReference).toBeGreaterThan(0.05);
    const held = await tuned(settings({ parameters: base, kl: { beta: 1, estimator: "k1", gradientOf: "k2" } }));
    expect(held.metrics.at(-1)?.klReference).toBeLessThan(0.5 * (free.metrics.at(-1)?.klReference as number));
    expect(held.reward).toBeLessThan(free.reward);
  });

  it.each<[string, Partial<PolicyGradientSettings>, DenoisingOptions]>([
    [
      "branches from a state that is shared until the third step",
      {},
      { ...sde, noise: { kind: "scaled", level: 0.7, scale: [0, 0, 1, 1, 1, 1, 1, 1, 1, 1] } },
    ],
    [
      "few steps of a consistency model",
      {},
      { ...sde, steps: 4, noise: { kind: "preserving", level: 1, scale: [1, 1, 1, 0] } },
    ],
    [
      "a reward at each step, of the clean sample it predicts",
      {
        program: program({
          terms: {
            predictedReward: { use: "world-signal" },
            mean: { use: "reduce", of: "predictedReward", by: "mean" },
          },
          total: "mean",
        } as Partial<ProgramSpec>),
      },
      { ...sde, predicts: true },
    ],
  ])("learns from %s", async (_, more, options) => {
    const updates = 80;
    const { metrics } = await tuned(settings({ parameters: base, updates, ...more }, options));
    const meanOf = (rows: readonly Metrics[]): number =>
      rows.reduce((sum, row) => sum + (row.return as number), 0) / rows.length;
    expect(meanOf(metrics.slice(-5))).toBeGreaterThan(meanOf(metrics.slice(0, 3)) + 0.08);
  });

  it("is the same for the same seed and another for another, and goes on bit by bit", async () => {
    const start = { parameters: base, kl: {} };
    const whole = await startPolicyGradient(settings(start), 3);
    await whole.update();
    const saved = structuredClone(whole.save());
    const rest = await whole.update();
    const resumed = await startPolicyGradient(settings(start), 3);
    resumed.restore(saved as never);
    expect(await resumed.update()).toEqual(rest);
    const other = await startPolicyGradient(settings(start), 4);
    await other.update();
    expect(await other.update()).not.toEqual(rest);
    for (const run of [whole, resumed, other]) run.close();
  });
});
