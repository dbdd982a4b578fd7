import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTokenizer } from "./parse-tokenizer.ts";
import { loadStories, type StoriesModel } from "./stories.ts";
import { parseStories } from "./stories-weights.ts";

const DATA = new URL("../../../../../shared/data/lm/", import.meta.url);
const ABSENT = "the model is not beside this repository: ../shared/data/lm";
const file = (name: string): Uint8Array => readFileSync(new URL(name, DATA));
const load = (): StoriesModel => loadStories(file("stories260K.bin"), file("tok512.bin"));

describe.skipIf(!existsSync(DATA))(`stories260K (skipped where ${ABSENT})`, () => {
  it("writes the documented text word for word, greedily from the beginning", () => {
    const { texts } = load().complete([""], { maxTokens: 256, temperature: 0 });
    expect(texts[0]?.trim()).toBe(readFileSync(new URL("stories260K_greedy.txt", DATA), "utf8").trim());
  });

  it("finds its own greedy text likelier than the words in another order, and its tokens the likeliest", () => {
    const model = load();
    const gold = readFileSync(new URL("stories260K_greedy.txt", DATA), "utf8").trim();
    const shuffled = gold.split(" ").sort().join(" ");
    expect(model.perplexity(gold)).toBeLessThan(2);
    expect(model.perplexity(shuffled)).toBeGreaterThan(20);
    const ids = Int32Array.from(model.tokenizer.encode(gold));
    const { logProbs, entropies, hidden } = model.score({ ids, count: 1, length: ids.length }, { hidden: true });
    expect(Math.exp(-logProbs.reduce((sum, value) => sum + value, 0) / (ids.length - 1))).toBeCloseTo(
      model.perplexity(gold),
      8,
    );
    expect([logProbs[0], entropies.every((value) => value >= 0 && value <= Math.log(512))]).toEqual([0, true]);
    expect(hidden).toHaveLength(ids.length * 64);
  });

  it("continues prompts of different lengths in one batch as it continues each alone", () => {
    const model = load();
    const prompts = ["Once upon a time, there was a", "The dog", "Lily and Tom went to the park. They"];
    const together = model.complete(prompts, { maxTokens: 24, temperature: 0 }).texts;
    const alone = prompts.map((prompt) => model.complete([prompt], { maxTokens: 24, temperature: 0 }).texts[0]);
    expect(together).toEqual(alone);
    expect(together[0]).toMatch(/^ (little girl|boy|little boy)/);
  });

  it("samples by seed: same key same text, other key other text, top-k 1 is greedy", () => {
    const model = load();
    const write = (options: object): readonly string[] =>
      model.complete(["Once"], { maxTokens: 32, perPrompt: 2, ...options }).texts;
    expect(write({ key: 1 })).toEqual(write({ key: 1 }));
    expect(write({ key: 1 })).not.toEqual(write({ key: 2 }));
    expect(write({ topK: 1, key: 3 })).toEqual(write({ temperature: 0 }));
  });

  it("encodes as llama2.c does, and back", () => {
    const { tokenizer } = load();
    expect(tokenizer.encode("Once upon a time")).toEqual([1, 403, 407, 261, 378]);
    expect(tokenizer.encode("")).toEqual([1]);
    for (const text of ["Hello, World! 42", "ünïcode ☃ stays", "two  spaces\nand lines"]) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }
  });

  it("is refused when bytes are missing", () => {
    expect(() => parseStories(file("stories260K.bin").subarray(0, 4000))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`bytes\` to hold 264128 weights, got 993.]`,
    );
  });
});

describe("parseTokenizer", () => {
  it("merges the pair of the highest score first (by hand)", () => {
    const pieces: [string, number][] = [
      ["<unk>", 0],
      ["<s>", 0],
      ["</s>", 0],
      ...Array.from({ length: 256 }, (_, i): [string, number] => [`<0x${i.toString(16)}>`, 0]),
      [" ", -10],
      ["a", -11],
      ["b", -12],
      ["ab", -2],
      ["ba", -1],
      [" a", -3],
    ];
    const encoder = new TextEncoder();
    const bytes: number[] = [2, 0, 0, 0];
    for (const [text, score] of pieces) {
      const own = encoder.encode(text);
      bytes.push(...new Uint8Array(Float32Array.of(score).buffer), ...new Uint8Array(Int32Array.of(own.length).buffer));
      bytes.push(...own);
    }
    const { encode, decode } = parseTokenizer(Uint8Array.from(bytes));
    // " aba": ba (−1) before ab (−2), then " a" (−3): " a" + "ba".
    expect(encode("aba").slice(1)).toEqual([264, 263]);
    expect(encode("a!").slice(1)).toEqual([264, 3 + 33]);
    expect(decode([1, 264, 263])).toBe("aba");
  });
});
