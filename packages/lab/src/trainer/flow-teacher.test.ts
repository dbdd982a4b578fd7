import { anneal } from "@guerdon/core/schedule";
import { expect, it } from "vitest";
import { denoisingSchedule, flowPolicy, type Policy, writeFlowTime } from "../policy/index.ts";
import { adamw, type HostTree } from "../tensor/index.ts";
import { pointWorld } from "../world/index.ts";
import { createFlowEvaluator } from "./flow-evaluator.ts";
import { type FlowMatching, startFlowMatching } from "./flow-matching-run.ts";
import { createTeacherWays } from "./flow-teacher.ts";

/** Says v = x/t whatever is asked: data is all at 0, and every way is straight to it. */
const perfect: Policy = {
  ...flowPolicy({ size: 2 }),
  actor: (count) => ({
    ...flowPolicy({ size: 2 }).actor(count),
    load: () => undefined,
    best: (observations, into) => {
      const width = observations.length / count;
      for (let n = 0; n < count; n++) {
        for (let d = 0; d < 2; d++) {
          into.drawn[4 * n + d] = (observations[n * width + d] as number) / (observations[n * width + 2] as number);
        }
      }
    },
  }),
};

it("ends where the ODE does, each from its own time: the target of the whole way", () => {
  const width = perfect.observationWidth;
  const [observations, actions] = [new Float32Array(2 * width), new Float32Array(8)];
  const times = Float64Array.of(0.8, 0.25);
  for (const [n, time] of times.entries()) {
    observations.set([0.4, -0.2], n * width);
    writeFlowTime({ size: 2 }, { time, next: time, deviation: 1, gain: 0 }, observations, n * width);
  }
  const teacher = { policy: perfect, parameters: {}, steps: 5 };
  createTeacherWays(teacher, { shape: { size: 2 } }, width, 2).replace(observations, times, actions);
  // (x_t − 0)/t
  expect([...actions]).toEqual([0.5, -0.25, 0, 0, 1.6, -0.8, 0, 0].map((value) => expect.closeTo(value, 5)));
});

it("a consistency model of a flow makes in two steps what the flow cannot", async () => {
  const world = pointWorld();
  const shape = { size: 2 };
  const policy = flowPolicy({ ...shape, hidden: [64, 64] });
  const settings = { world, shape, policy, optimiser: adamw(), batch: 128, steps: 50, updates: 40 };
  const matched = async (more: Partial<FlowMatching>): Promise<HostTree> => {
    const updates = more.updates ?? settings.updates;
    const run = await startFlowMatching(
      { ...settings, learningRate: anneal({ from: 4e-3, to: 0, steps: updates }), ...more },
      1,
    );
    for (let k = 0; k < updates; k++) await run.update();
    const parameters = run.parameters();
    run.close();
    return parameters;
  };
  const parameters = await matched({});
  const teacher = { policy, parameters, steps: 12 };
  const student = await matched({ teacher, parameters, updates: 20 });
  const offMode = (of: HostTree, steps: number, level: number): number => {
    const schedule = denoisingSchedule({ steps, noise: { kind: "preserving", level } });
    return createFlowEvaluator({ ...settings, schedule, count: 1000 }).evaluate(of, 3).offMode as number;
  };
  const [flow, two] = [offMode(parameters, 30, 0), offMode(student, 2, 1)];
  expect(two).toBeLessThan(flow + 0.15);
  expect(two).toBeLessThan(0.6 * offMode(parameters, 2, 1));
  expect(two).toBeLessThan(0.6 * offMode(parameters, 2, 0));
});
