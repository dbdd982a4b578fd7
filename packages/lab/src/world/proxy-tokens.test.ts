import { describe, expect, it } from "vitest";
import { checkWorld } from "./check-world.ts";
import { proxyTokens } from "./proxy-tokens.ts";
import { layoutOf } from "./rollout-columns.ts";

const signalsOf = (correlation: number, ...tokens: readonly number[]): Record<string, number | undefined> => {
  const world = proxyTokens({ correlation });
  const prompts = world.prompts(1, 0, 1);
  const completions = {
    ids: Int32Array.from({ length: 16 }, (_, i) => tokens[i] ?? 6),
    maxTokens: 16,
    lengths: Int32Array.of(16),
    ended: Uint8Array.of(0),
  };
  const signals = world.signals(prompts, completions, layoutOf(prompts, completions));
  return Object.fromEntries(Object.entries(signals).map(([name, { values }]) => [name, values[0]]));
};
const repeat = (token: number, count: number): number[] => new Array<number>(count).fill(token);

describe("proxyTokens", () => {
  for (const law of checkWorld(proxyTokens())) it(law.name, law.check);

  it("is best at a = 6 and b = 4, where the reward models say 0.375 and 0.3625 (055 §Experiment)", () => {
    const best = signalsOf(0.3, ...repeat(3, 6), ...repeat(4, 4));
    expect(best).toEqual({ first: 0.375, second: 0.3625, gold: -0, length: 16 });
  });

  it("counts a token of both kinds half for each, and punishes too much", () => {
    const both = signalsOf(0, ...repeat(5, 12));
    expect(both).toMatchObject({ first: 0.375, second: 0.375, gold: -0.25 });
    expect(signalsOf(0.3, ...repeat(3, 16)).gold).toBeCloseTo(-((10 / 6) ** 2) - 1, 12);
  });
});
