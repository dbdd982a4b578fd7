import { describe, expect, it } from "vitest";
import { guiScreens } from "../environment/index.ts";
import { actionWorld, layoutOf, screenPointerPolicy } from "./index.ts";

const starts = { dynamics: guiScreens(), prompts: 60 };
const world = actionWorld(starts);
const policy = screenPointerPolicy(starts);

/** Signals of the most likely actions with weights of one's own. */
function signalsOf(point: readonly [number, number], scale = 9) {
  const writer = policy.writer(world, 60);
  const table = (asked: number, choices: number) =>
    Float32Array.from({ length: asked * choices }, (_, i) => (Math.floor(i / choices) === i % choices ? scale : 0));
  const weights = [table(8, 9), Float32Array.from(point), Float32Array.from(point), table(4, 4), table(4, 4)];
  writer.load(weights.map((data) => ({ data, shape: [data.length] })) as never);
  const prompts = world.prompts(1, 0, 60);
  const written = writer.generate(prompts, { maxTokens: 5, temperature: 0 });
  const mean = (values: ArrayLike<number> | undefined) => Array.from(values ?? []).reduce((sum, v) => sum + v, 0) / 60;
  const { exact, type } = world.signals(prompts, written, layoutOf(prompts, written));
  return { exact: mean(exact?.values), type: mean(type?.values) };
}

describe("screenPointerPolicy", () => {
  it("does all that is asked once it points at the element that is asked for", () => {
    expect(signalsOf([9, 0])).toEqual({ exact: 1, type: 1 });
  });

  it("is right without a point alone where it points at the others", () => {
    const { exact, type } = signalsOf([0, 9]);
    expect(type).toBe(1);
    expect(exact).toBeLessThan(0.8);
  });

  it("knows nothing at the start", () => {
    const learnt = policy.model(world, 1).parameters(3) as unknown as readonly { readonly data: Float32Array }[];
    expect(learnt.map(({ data }) => data.length)).toEqual([72, 2, 2, 16, 16]);
    expect(learnt.every(({ data }) => data.every((weight) => weight === 0))).toBe(true);
  });
});
