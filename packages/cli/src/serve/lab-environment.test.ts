import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { labEnvironment } from "./lab-environment.ts";

const lent = {} as never;

describe("labEnvironment", () => {
  it("plays cart-pole to its end, with the last observation of the episode and not the first of the next", async () => {
    const kind = await labEnvironment("cart-pole");
    const episode = await kind.create(lent);
    const first = await episode.reset({ seed: 5 });
    let step = await episode.step({ action: 1 });
    let steps = 1;
    for (; !step.terminated; steps++) step = await episode.step({ action: 1 });
    const values = step.observation.values as number[];
    // Pushed one way only, the pole falls within a dozen steps: its angle is beyond 12 degrees.
    expect([steps < 15, Math.abs(values[2] as number) > (12 * Math.PI) / 180]).toEqual([true, true]);
    expect([step.reward, step.truncated, (first.observation.values as number[]).length]).toEqual([1, false, 4]);
    await expect(episode.step({ action: 1 })).rejects.toThrow("Expected `reset` before `step`");
    expect((await episode.reset({ seed: 5 })).observation).toEqual(first.observation);
    episode.close();
  });

  it("cuts off at its limit of time: truncated, not terminated", async () => {
    const kind = await labEnvironment('{"use": "pendulum", "timeLimit": 3}');
    const episode = await kind.create(lent);
    await episode.reset({ seed: 1 });
    const steps = [];
    for (let i = 0; i < 3; i++) steps.push(await episode.step({ action: [0] }));
    expect(steps.map(({ terminated, truncated }) => [terminated, truncated])).toEqual([
      [false, false],
      [false, false],
      [false, true],
    ]);
  });

  it("knows its actions", async () => {
    const { action, actionSpace, observationSpace } = await labEnvironment("cart-pole");
    const fits = (value: Json) => action.safeParse(value).success;
    expect([fits({ action: 1 }), fits({ action: 2 }), fits({ action: 1, more: 1 }), fits({})]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([actionSpace, observationSpace?.kind]).toEqual([{ kind: "discrete", size: 2 }, "box"]);
    const pendulum = await labEnvironment("pendulum");
    expect([[0], [99], [0, 0]].map((value) => pendulum.action.safeParse({ action: value }).success)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ["chess", "to be one of"],
    ["{", "Expected an environment to be a name or JSON with `use`"],
    ['{"use": "cart-pole", "slip": 1}', "slip"],
  ])("refuses %s", async (text, message) => {
    await expect(labEnvironment(text)).rejects.toThrow(message);
  });
});
