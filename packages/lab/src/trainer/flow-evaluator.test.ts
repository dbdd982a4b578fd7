import { anneal } from "@guerdon/core/schedule";
import { expect, it } from "vitest";
import { denoisingSchedule, flowPolicy } from "../policy/index.ts";
import { adamw } from "../tensor/index.ts";
import { shapeWorld } from "../world/index.ts";
import { createFlowEvaluator } from "./flow-evaluator.ts";
import { startFlowMatching } from "./flow-matching-run.ts";

it("draws images of squares as asked, more often than chance", async () => {
  const world = shapeWorld();
  const images = { size: world.size, conditions: world.conditions };
  const policy = flowPolicy({ ...images, hidden: [256, 256], activation: "relu" });
  const updates = 24;
  const learningRate = anneal({ from: 4e-3, to: 0, steps: updates });
  const settings = { world, shape: images, policy, optimiser: adamw(), batch: 64, steps: 50, updates, learningRate };
  const run = await startFlowMatching(settings, 1);
  for (let k = 0; k < updates; k++) await run.update();
  const schedule = denoisingSchedule({ steps: 20 });
  const means = createFlowEvaluator({ ...settings, schedule, count: 400 }).evaluate(run.parameters(), 3);
  // Three standard errors of 400 samples above chance.
  for (const [name, chance] of [
    ["halfRight", 1 / 2],
    ["shadeRight", 1 / 2],
    ["countRight", 1 / 3],
  ] as const) {
    expect(means[name], name).toBeGreaterThan(chance + 3 * Math.sqrt((chance * (1 - chance)) / 400));
  }
});

it("is the same for the same seed and parameters, and another for another seed", () => {
  const world = shapeWorld();
  const shape = { size: 64, conditions: 7 };
  const policy = flowPolicy({ ...shape, hidden: [8] });
  const schedule = denoisingSchedule({ steps: 3, noise: { kind: "constant", level: 0.5 } });
  const evaluator = createFlowEvaluator({ world, policy, shape, schedule, count: 4 });
  const parameters = policy.model.parameters(1);
  const samplesOf = (seed: number): number[] => {
    evaluator.evaluate(parameters, seed);
    return [...evaluator.samples, ...evaluator.conditions];
  };
  const first = samplesOf(1);
  expect(samplesOf(1)).toEqual(first);
  expect(samplesOf(2)).not.toEqual(first);
});
