import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { type ToolCall, toolCallAgreement } from "./tool-calls.ts";
import { type ToolSchemaOptions, toolPrompts, toolSchemaWorld } from "./tool-schema-world.ts";
import { vectorise } from "./vectorise.ts";

const call = (name: number, ...values: number[]): ToolCall => ({ name, values });

/** An action that makes these calls. */
function actionOf(calls: readonly ToolCall[], format = 1): number[] {
  const parts = [0, 1].flatMap((k) => [
    calls[k]?.name ?? 0,
    ...(calls[k]?.values ?? [-1, -1, -1]).map((value) => value + 1),
  ]);
  return [calls.length, ...parts, format];
}

/** Steps once and gives the reward and signals of the first copy, and the calls its prompt asked for. */
function answer(options: ToolSchemaOptions, of: (gold: readonly ToolCall[]) => readonly number[]) {
  const environment = vectorise(toolSchemaWorld(options), 1);
  environment.reset(2);
  const gold = toolPrompts(40, 8)[environment.save()[0]?.[0] as number] as readonly ToolCall[];
  environment.step(of(gold));
  const signals = Object.fromEntries(Object.entries(environment.signals).map(([name, column]) => [name, column[0]]));
  return { gold, reward: environment.rewards[0] as number, terminated: environment.terminated[0], signals };
}

describe("toolCallAgreement", () => {
  it.each<[string, ToolCall[], ToolCall[], number, number]>([
    ["the same", [call(1, 2, 3)], [call(1, 2, 3)], 1, 1],
    ["no call", [call(1, 2, 3)], [], 0, 0],
    ["another tool", [call(1, 2, 3)], [call(2, 2, 3)], 0, 0],
    // Names 1, keys 1, one of two values: 3 of 4.
    ["a wrong value", [call(1, 2, 3)], [call(1, 2, 0)], 3 / 4, 1 / 2],
    // Names 1, keys 1/2, one value: 2.5 of 4.
    ["a missing key", [call(1, 2, 3)], [call(1, 2, -1)], 2.5 / 4, 1 / 2],
    // Keys 2/3, both values: 1 + 2/3 + 2 of 4.
    ["a key too many", [call(1, 2, 3, -1)], [call(1, 2, 3, 0)], (3 + 2 / 3) / 4, 1 / 2],
    // Names 1/2, all else right: 1/2 + 2 of 3.
    ["a call too many", [call(1, 2)], [call(1, 2), call(4, 0)], 2.5 / 3, 1.5 / 2],
    ["the other order", [call(1, 2), call(3, 0)], [call(3, 0), call(1, 2)], 1, 1],
    // The same tool twice: the multiset has one of two, J = 1/2; 1/2 + 2 + 0 of 5.
    ["one of two of the same tool", [call(1, 2), call(1, 0)], [call(1, 2)], 2.5 / 5, 1.5 / 3],
    // The first takes the better of the two.
    ["the best match first", [call(1, 2), call(1, 0)], [call(1, 0), call(1, 2)], 1, 1],
  ])("of %s (by hand)", (_, gold, calls, fine, tool) => {
    expect(toolCallAgreement(gold, calls)).toBeCloseTo(fine, 12);
    expect(toolCallAgreement(gold, calls, true)).toBeCloseTo(tool, 12);
  });
});

describe("toolSchemaWorld", () => {
  it("pays 3 + 1 for what was asked, in a sound format", () => {
    const { reward, terminated, signals } = answer({}, actionOf);
    expect([reward, terminated]).toEqual([4, 1]);
    expect(signals).toMatchObject({ gold: 1, format: 1, fine: 1, tool: 1, coarse: 1 });
  });

  it("pays −3 for it without the format, and −3 + 1 for no call in it", () => {
    expect(answer({}, (gold) => actionOf(gold, 0))).toMatchObject({ reward: -3, signals: { gold: 0, fine: 0 } });
    expect(answer({}, () => actionOf([]))).toMatchObject({ reward: -2, signals: { calls: 0 } });
  });

  it("grades a wrong value by its match (by hand)", () => {
    const spoil = (gold: readonly ToolCall[]): readonly number[] => {
      const { name, values } = gold[0] as ToolCall;
      return actionOf([{ name, values: values.with(0, ((values[0] as number) + 1) % 4) }, ...gold.slice(1)]);
    };
    const { gold, reward } = answer({}, spoil);
    const parameters = gold.flatMap(({ values }) => values.filter((value) => value >= 0)).length;
    const most = 1 + gold.length + parameters;
    expect(reward).toBeCloseTo(-3 + (6 * (most - 1)) / most + 1, 9);
    expect(answer({ match: "tool" }, spoil).reward).toBeCloseTo(-3 + (6 * gold.length) / (1 + gold.length) + 1, 9);
    expect(answer({ match: "coarse" }, spoil).reward).toBe(-2);
  });

  it("shows each prompt as a code of its own, held-out ones apart", () => {
    const environment = vectorise(toolSchemaWorld({ prompts: 40 }), 200);
    environment.reset(1);
    const numbers = environment.save()[0] as Float64Array;
    const codes = new Map<number, string>();
    numbers.forEach((number, i) => {
      const code = String(environment.observations.subarray(24 * i, 24 * i + 24));
      expect(codes.get(number) ?? code).toBe(code);
      codes.set(number, code);
    });
    expect(codes.size).toBeGreaterThan(35);
    expect(new Set(codes.values()).size).toBe(codes.size);
    expect(Math.max(...numbers)).toBeLessThan(40);
    expect(
      Math.min(...(vectorise(toolSchemaWorld({ heldOut: true }), 50).save()[0] as Float64Array)),
    ).toBeGreaterThanOrEqual(40);
  });

  it("keeps the laws", () => {
    checkEnvironment((count) => vectorise(toolSchemaWorld(), count));
  });
});
