import { describe, expect, it } from "vitest";
import { checkWorld } from "./check-world.ts";
import { humpTokens, humpTokensPolicy } from "./hump-tokens.ts";
import { layoutOf } from "./rollout-columns.ts";

const world = humpTokens();
const column = (name: string, prompts: ReturnType<typeof world.prompts>, completions: Completions): Float64Array =>
  (world.signals(prompts, completions, layoutOf(prompts, completions))[name] as { values: Float64Array }).values;
type Completions = Parameters<typeof world.signals>[1];

const answers = (...rows: readonly (readonly number[])[]): Completions => ({
  ids: Int32Array.from(rows.flatMap((row) => Array.from({ length: 16 }, (_, i) => row[i] ?? 5))),
  maxTokens: 16,
  lengths: new Int32Array(rows.length).fill(16),
  ended: new Uint8Array(rows.length),
});
const repeat = (token: number, count: number): number[] => new Array<number>(count).fill(token);

/** Answers of the first policy: P of them. */
const written = (count: number, perPrompt = 1) => {
  const prompts = world.prompts(1, 0, count);
  const writer = humpTokensPolicy().writer(world, count);
  const model = humpTokensPolicy().model(world, 1);
  writer.load(model.parameters(0));
  return { prompts, generation: writer.generate(prompts, { maxTokens: 16, end: 1, pad: 0, key: 5, perPrompt }) };
};

describe("humpTokens", () => {
  for (const law of checkWorld(world)) it(law.name, law.check);

  it("counts doubtful tokens up to four, and against the answer beyond (by hand)", () => {
    const prompts = world.prompts(1, 0, 4);
    const rows = [repeat(7, 4), repeat(7, 9), [...repeat(3, 12), 8, 8], [...repeat(4, 3), 7, 8]];
    expect([...column("gold", prompts, answers(...rows))]).toEqual([4, -1, 2, 1.5]);
  });

  it("lets the first policy win half of the time, with 0.9 doubtful tokens", () => {
    const { prompts, generation } = written(4000);
    const mean = (name: string): number =>
      column(name, prompts, generation).reduce((sum, value) => sum + value / 4000, 0);
    expect(Math.abs(mean("win") - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(mean("doubtful") - 0.9)).toBeLessThan(0.05);
  });

  it("labels the better of two with chance σ(difference of gold)", () => {
    const { prompts, generation } = written(4000, 2);
    const [gold, label] = [column("gold", prompts, generation), column("label", prompts, generation)];
    let [expected, seen] = [0, 0];
    for (let p = 0; p < 4000; p++) {
      const difference = (gold[2 * p] as number) - (gold[2 * p + 1] as number);
      const better = difference >= 0 ? 2 * p : 2 * p + 1;
      expected += 1 / (1 + Math.exp(-Math.abs(difference)));
      seen += (label[better] as number) > (label[better ^ 1] as number) ? 1 : 0;
    }
    expect(Math.abs(seen - expected) / 4000).toBeLessThan(0.02);
  });
});
