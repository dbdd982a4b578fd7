import { flatLayout } from "@guerdon/core/signal";
import { beforeAll, describe, expect, it } from "vitest";
import { guiScreens, pendulum, toolPrompts, toolSchemaWorld } from "../environment/index.ts";
import { createLearner, sgd, startEngine } from "../tensor/index.ts";
import { actionPolicy } from "./action-policy.ts";
import { actionWorld } from "./action-world.ts";

const starts = {
  dynamics: toolSchemaWorld(),
  prompts: 6,
  heldOut: toolSchemaWorld({ heldOut: true }),
  heldOutPrompts: 3,
};
const world = actionWorld(starts);

beforeAll(async () => {
  await startEngine();
});

describe("actionWorld", () => {
  it("scores what a prompt asks for by the task itself, and is the same for every seed", () => {
    const prompts = world.prompts(3, 0, 1);
    expect(world.prompts(4, 6, 1).ids).toEqual(prompts.ids);
    expect(world.prompts(3, 0, 1, true).ids[0]).toBe((prompts.ids[0] as number) + 6);
    const right = toolPrompts(40, 8).map((calls) => {
      const parts = [0, 1].flatMap((k) => [
        calls[k]?.name ?? 0,
        ...(calls[k]?.values ?? [-1, -1, -1]).map((v) => v + 1),
      ]);
      return [calls.length, ...parts, 1];
    });
    const ids = Int32Array.from(right.flat(), (choice) => choice + 2);
    const lengths = new Int32Array(40).fill(10);
    const { gold, reward } = world.signals(
      prompts,
      { ids, maxTokens: 10, lengths, ended: new Uint8Array(40) },
      flatLayout([40]),
    );
    expect(gold?.values.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(reward?.values[gold?.values.indexOf(1) as number]).toBe(4);
  });

  it("refuses real actions", () => {
    expect(() => actionWorld({ dynamics: pendulum(), prompts: 1 })).toThrow("Expected discrete actions");
  });
});

describe("actionPolicy", () => {
  it.each([
    ["tools", starts],
    ["screens", { dynamics: guiScreens({ cells: 5 }), prompts: 4, heldOutPrompts: 2 }],
  ])("writes what its model says, part by part: %s", async (_, own) => {
    const [task, policy] = [actionWorld(own), actionPolicy({ ...own, hidden: [8] })];
    const learner = await createLearner(policy.model(task, 0.7), sgd(), { seed: 2 });
    const prompts = task.prompts(1, 0, 3);
    const writer = policy.writer(task, 6);
    const inputs = (ids: Int32Array) => ({
      prompts: { data: prompts.ids, shape: [3, 1] },
      completions: { data: ids, shape: [6, task.maxTokens] },
    });
    writer.load(learner.parameters());
    const options = { perPrompt: 2, maxTokens: task.maxTokens, temperature: 0.7, key: 5 };
    const before = writer.generate(prompts, options);
    const gradients = Float64Array.from(before.ids, (id, i) => ((id * 7 + i) % 5) - 2);
    learner.step(inputs(before.ids), { logProbs: gradients }, { learningRate: 0.3 });
    writer.load(learner.parameters());
    const after = writer.generate(prompts, options);
    const { logProbs, entropy } = learner.forward(inputs(after.ids));
    for (let i = 0; i < after.ids.length; i++) {
      expect(logProbs[i]).toBeCloseTo(after.logProbs[i] as number, 4);
      expect(entropy[i]).toBeCloseTo(after.entropies[i] as number, 4);
    }
    expect(after.logProbs).not.toEqual(before.logProbs);
    learner.close();
  });
});
