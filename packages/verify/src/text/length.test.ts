import { describe, expect, it } from "vitest";
import { countCharacters } from "./count-characters.ts";
import { countWords } from "./count-words.ts";
import { length } from "./length.ts";
import { bestMs, scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";
import { loadTokenCounter } from "./token-counter.ts";

describe("length", () => {
  it("counts code points", async () => {
    const text = ["", "abc", "né", "👍👍", "\ud800", "a\ud83d"];
    expect(await scoreValues(length({ unit: "characters" }), { text })).toEqual([0, 3, 2, 2, 1, 2]);
    for (const one of text) expect(countCharacters(one)).toBe([...one].length);
  });

  it("counts words between white space", async () => {
    const text = ["", "   ", "one", " two words\n", "a\u00a0b\u3000c\td", "a-b"];
    expect(await scoreValues(length({ unit: "words" }), { text })).toEqual([0, 0, 1, 2, 4, 1]);
    for (const one of text) expect(countWords(one)).toBe(one.split(/\s+/u).filter((word) => word !== "").length);
  });

  it("counts the tokens of the trace, else of the text", async () => {
    const columns = {
      text: ["hello world", "hello world", "hello world"],
      tokens: [[1, 2, 3], undefined, { ids: [1] }],
    };
    expect(await scoreValues(length(), columns)).toEqual([3, 2, 1]);
    expect(await scoreRows(length({ tokenizer: "trace" }), { tokens: [[1], undefined, []] })).toEqual([
      [1],
      ["task", "Expected the rollout to have a token trace, got none."],
      [0],
    ]);
  });

  it("declares just the fields it reads", () => {
    expect(Object.keys(length().fields)).toEqual(["text", "tokens"]);
    expect(Object.keys(length({ tokenizer: "trace" }).fields)).toEqual(["tokens"]);
    expect(Object.keys(length({ tokenizer: "gpt2" }).fields)).toEqual(["text"]);
    expect(Object.keys(length({ unit: "words" }).fields)).toEqual(["text"]);
    expect([length().needs, length({ tokenizer: "trace" }).needs]).toEqual([[], ["tokens"]]);
  });

  it.each([
    ["o200k_base", 6],
    ["cl100k_base", 6],
    ["gpt2", 5],
  ] as const)("counts with %s (counts of the OpenAI cookbook)", async (tokenizer, count) => {
    expect(await scoreValues(length({ tokenizer }), { text: ["antidisestablishmentarianism"] })).toEqual([count]);
  });

  it("counts special tokens in the text as plain text", async () => {
    const [count] = await scoreValues(length({ tokenizer: "o200k_base" }), { text: ["<|endoftext|>"] });
    expect(count).toBeGreaterThan(1);
  });

  it("counts long runs in pieces, close to the exact count, and other texts exactly", async () => {
    const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
    const count = await loadTokenCounter("o200k_base");
    const prose = "The quick brown fox, aged 13, jumps over “lazy” dogs.\n\n\tNaïve 日本語のテキスト 👍 done! ".repeat(
      20,
    );
    expect(count(prose)).toBe(countTokens(prose));
    for (const run of ["a", "ab", " ", "!", "日", "👍"].map((unit) => unit.repeat(700))) {
      expect(Math.abs(count(run) - countTokens(run))).toBeLessThanOrEqual(Math.ceil(run.length / 128));
    }
  });

  it("puts a text that is too long to tokenise down to the candidate", async () => {
    expect(await scoreRows(length({ limitCharacters: 3 }), { text: ["abcd"] })).toEqual([
      ["candidate", "Expected a text of at most 3 characters, got 4."],
    ]);
  });

  it("refuses an unknown tokenizer", () => {
    expect(() => length({ tokenizer: "llama" as "gpt2" })).toThrow("`tokenizer`");
  });

  it.each([{ unit: "characters" }, { unit: "words" }, { unit: "tokens" }] as const)(
    "reads a hostile megabyte in linear time (%j)",
    async (options) => {
      const { name, ms } = await slowestHostile(length(options));
      expect(ms, name).toBeLessThan(100);
    },
  );

  it("tokenises hostile texts within the limit in linear time", async () => {
    const count = await loadTokenCounter("o200k_base");
    for (const unit of ["a", " ", "\n", "!", "ab1", "\\frac{1}{"]) {
      const text = unit.repeat(262_144 / unit.length);
      expect(await bestMs(() => count(text)), unit).toBeLessThan(200);
    }
  });
});
