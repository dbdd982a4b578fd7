import { flatLayout, SignalBuilder } from "@guerdon/core/signal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INLINE, scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import {
  alignmentDistance,
  bleu,
  bmas,
  chrf,
  codePoints,
  damerauDistance,
  diversity,
  editSimilarity,
  embeddingSimilarity,
  exactMatch,
  fuzzy,
  hashingEmbedder,
  lcsIndices,
  lcsLength,
  levenshteinDistance,
  matchNgrams,
  meteor,
  partialSimilarity,
  readability,
  readabilityScore,
  rouge,
  sentenceBleu,
  ter,
  textCounts,
  tokenF1,
  twoWaySimilarity,
} from "./index.ts";

describe("bleu", () => {
  it("is 1 for the reference itself, 0 for nothing in common and for silence", async () => {
    const expected = ["the cat sat on the mat", "the cat", "the cat"];
    expect(await scoreValues(bleu(), { text: ["the cat sat on the mat", "xyz", ""], expected })).toEqual([1, 0, 0]);
  });

  it("smooths and punishes brevity (by hand)", () => {
    // 1-grams 2/2, 2-grams (1+1)/(1+1), no 3-grams (0+1)/(0+1) … add-one; BP = exp(1 − 4/2)
    expect(sentenceBleu("a b", ["a b c d"], { smooth: "add-k" })).toBeCloseTo(Math.exp(-1), 12);
    expect(sentenceBleu("a b", ["a b c d"], { smooth: "add-k", brevity: false })).toBe(1);
    // 1-grams 3/4, 2-grams 1/3, 3-grams 0/2 → 1/4, 4-grams 0/1 → 1/4
    const value = (3 / 4) * (1 / 3) * (1 / 4) * (1 / 4);
    expect(sentenceBleu("a b x c", ["a b c d"])).toBeCloseTo(value ** 0.25, 12);
  });

  it("takes the closest reference length, the shorter of equals, and counts clipped over references", () => {
    expect(sentenceBleu("a b c", ["a b", "a b c d"], { maxOrder: 1, smooth: "none" })).toBe(1);
    expect(matchNgrams(Int32Array.of(1, 1, 1), [Int32Array.of(1, 1), Int32Array.of(1)], 1)).toEqual([2]);
  });

  it("puts a missing reference down to the task", async () => {
    expect(await scoreRows(bleu(), { text: ["a", "a", "a"], expected: [[], null, " "] })).toEqual([
      ["task", "Expected `expected` to hold at least one text, got an empty list."],
      ["task", "Expected `expected` to be a text or a list of texts, got null."],
      ["task", "Expected `expected` to hold text, got an empty one."],
    ]);
  });
});

describe("gold rows score full marks and near misses do not", () => {
  const gold = "The committee agreed to postpone the decision until spring.";
  const near = "The committee agreed to hasten the decision until spring.";
  it.each([
    bleu(),
    chrf(),
    ter(),
    rouge(),
    rouge({ type: "rouge2" }),
    editSimilarity(),
    editSimilarity({ metric: "jaro-winkler" }),
    fuzzy({ method: "weighted-ratio" }),
    exactMatch(),
    tokenF1(),
    embeddingSimilarity(),
    bmas(),
  ])("$id", async (source) => {
    const [full, less] = await scoreValues(source, {
      text: [gold, near],
      expected: [
        [gold, "else"],
        [gold, "else"],
      ],
    });
    expect(full).toBeCloseTo(1, 6);
    expect(less).toBeLessThan(0.99);
  });

  it("meteor, whose penalty for one run is γ / m³", async () => {
    const [full, less] = (await scoreValues(meteor(), { text: [gold, near], expected: [gold, gold] })) as number[];
    expect(full).toBeCloseTo(1 - 0.5 / 10 ** 3, 12);
    expect(less).toBeLessThan(0.95);
  });
});

describe("token-f1 and exact-match", () => {
  it("normalise as SQuAD does and take the best gold", async () => {
    const columns = {
      text: ["The Eiffel Tower!", "big red dog", "dog", "an", "yes, sure", "No"],
      expected: [["eiffel  tower", "x"], "red dog", ["cat", "a dog"], "the", "yes", "no"],
    };
    expect(await scoreValues(exactMatch(), columns)).toEqual([1, 0, 1, 0, 0, 1]);
    expect(await scoreValues(tokenF1(), columns)).toEqual([1, 0.8, 1, 0, 0, 1]);
    expect((await scoreValues(tokenF1({ special: [] }), columns))[4]).toBeCloseTo(2 / 3, 12);
  });

  it("counts words once with `set`", async () => {
    const columns = { text: ["dog dog dog"], expected: ["dog cat"] };
    expect(await scoreValues(tokenF1(), columns)).toEqual([0.4]);
    expect((await scoreValues(tokenF1({ count: "set" }), columns))[0]).toBeCloseTo(2 / 3, 12);
  });

  it("compares the beginning or the end", async () => {
    const columns = { text: ["Paris, France", "in Paris"], expected: ["paris", "paris"] };
    expect(await scoreValues(exactMatch({ position: "prefix" }), columns)).toEqual([1, 0]);
    expect(await scoreValues(exactMatch({ position: "suffix" }), columns)).toEqual([0, 1]);
  });
});

describe("two-way max-average similarity (061)", () => {
  it("is the mean of both directions (by hand)", () => {
    const [x, y] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    // precision: 1; recall: (1 + 0) / 2
    expect(twoWaySimilarity([x], [x, y])).toBe(0.75);
    expect(twoWaySimilarity([x], [x, y], 1)).toBe(1);
    expect(twoWaySimilarity([], [x])).toBe(0);
  });

  it("lowers a stub by its recall and padding by its precision", async () => {
    const expected = ["a small red boat sails", "a small red boat sails", "a small red boat sails"];
    const text = ["a small red boat sails", "boat", "a small red boat sails quark zebra junction vortex"];
    const [full, stub, padded] = (await scoreValues(bmas(), { text, expected })) as number[];
    expect(full).toBeCloseTo(1, 6);
    expect(stub).toBeLessThan(0.75);
    expect(padded).toBeLessThan(0.95);
    expect((await scoreValues(bmas({ precisionWeight: 1 }), { text, expected }))[1]).toBeCloseTo(1, 6);
  });

  it("hashes spelling: equal words point the same way, the zero vector of no n-gram is 0", async () => {
    const [a, b] = await hashingEmbedder().embed(["Colour", "colour"]);
    expect(a).toEqual(b);
  });
});

describe("diversity", () => {
  async function valuesOf(
    measure: "self-bleu" | "distinct" | "novel" | "edit-distance",
    n: number,
    text: string[],
    sizes: number[],
  ) {
    const out = new SignalBuilder("rollout", text.length);
    await diversity({ measure, n }).score({ text }, out, INLINE, flatLayout(sizes));
    const { values, present } = out.build();
    return [...values].map((value, i) => (present[i] === 1 ? value : undefined));
  }

  it("is 0 for equal texts, 1 for texts with nothing in common, and keeps to its group", async () => {
    const text = ["a b c d", "a b c d", "e f g h", "i j k l", "alone"];
    expect(await valuesOf("self-bleu", 4, text, [2, 2, 1])).toEqual([0, 0, 1, 1, undefined]);
    expect(await valuesOf("novel", 2, text, [2, 2, 1])).toEqual([0, 0, 1, 1, undefined]);
    expect(await valuesOf("distinct", 1, text, [2, 2, 1])).toEqual([0.5, 0.5, 1, 1, 1]);
    expect(await valuesOf("edit-distance", 1, ["ab", "ab", "cd"], [3])).toEqual([0.5, 0.5, 1]);
  });
});

describe("readability", () => {
  it("follows the formulas (13 words, 2 sentences, by hand)", () => {
    const counts = textCounts("The cat sat on the mat. A dog ran after the red ball.");
    expect(counts).toEqual({ sentences: 2, words: 13, letters: 39, syllables: 14, polysyllables: 0, longWords: 0 });
    expect(readabilityScore(counts, "flesch-reading-ease")).toBeCloseTo(206.835 - 1.015 * 6.5 - (84.6 * 14) / 13, 9);
    expect(readabilityScore(counts, "flesch-kincaid-grade")).toBeCloseTo(0.39 * 6.5 + (11.8 * 14) / 13 - 15.59, 9);
    expect(readabilityScore(counts, "lix")).toBe(6.5);
  });

  it("finds long sentences of long words harder, and abstains without words", async () => {
    const text = [
      "The cat sat on the mat. The dog ran.",
      "Institutional considerations necessitate comprehensive reevaluation of administrative responsibilities.",
      " … ",
    ];
    const [easy, hard, none] = await scoreValues(readability(), { text });
    expect(hard).toBeGreaterThan((easy as number) + 15);
    expect(none).toBe("abstained");
  });
});

/** Slow, obvious versions. */
function table(a: Int32Array, b: Int32Array, swaps: boolean): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => (d[i] as number[])[j] as number;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (swaps && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(i - 2, j - 2) + 1);
      (d[i] as number[])[j] = cost;
    }
  }
  return at(a.length, b.length);
}
function lcsTable(a: Int32Array, b: Int32Array): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (let j = 1; j <= b.length; j++)
      next.push(x === b[j - 1] ? (row[j - 1] as number) + 1 : Math.max(row[j] as number, next[j - 1] as number));
    row = next;
  }
  return row[b.length] as number;
}

const symbols = (maxLength: number) =>
  fc.array(fc.constantFrom(1, 2, 3, 70_000), { maxLength }).map((list) => Int32Array.from(list));

describe("bit-parallel versions equal the tables", () => {
  it("Levenshtein, alignment and LCS over several words of 32 bits", () => {
    fc.assert(
      fc.property(symbols(150), symbols(150), (a, b) => {
        expect(levenshteinDistance(a, b)).toBe(table(a, b, false));
        expect(alignmentDistance(a, b)).toBe(table(a, b, true));
        expect(damerauDistance(a, b)).toBeLessThanOrEqual(alignmentDistance(a, b));
        expect(lcsLength(a, b)).toBe(lcsTable(a, b));
        expect(lcsIndices(a, b).length).toBe(lcsTable(a, b));
      }),
      { numRuns: 150 },
    );
  });

  it("the best part by halving equals trying every window", () => {
    fc.assert(
      fc.property(symbols(40), symbols(90), (a, b) => {
        const [short, long] = a.length <= b.length ? [a, b] : [b, a];
        fc.pre(short.length > 0 && short.length < long.length);
        let best = 0;
        for (let from = -short.length + 1; from < long.length; from++) {
          const part = long.subarray(Math.max(0, from), Math.min(long.length, from + short.length));
          best = Math.max(best, (2 * lcsTable(short, part)) / (short.length + part.length));
        }
        expect(partialSimilarity(a, b)).toBeCloseTo(best, 12);
      }),
    );
  });

  it("n-gram matches equal counting joined n-grams", () => {
    fc.assert(
      fc.property(symbols(30), fc.array(symbols(30), { minLength: 1, maxLength: 3 }), (a, references) => {
        const grams = (list: Int32Array, n: number): Map<string, number> => {
          const counts = new Map<string, number>();
          for (let i = 0; i + n <= list.length; i++) {
            const gram = list.slice(i, i + n).join();
            counts.set(gram, (counts.get(gram) ?? 0) + 1);
          }
          return counts;
        };
        const wanted = [1, 2, 3, 4].map((n) => {
          const golds = references.map((list) => grams(list, n));
          let sum = 0;
          for (const [gram, count] of grams(a, n))
            sum += Math.min(count, Math.max(...golds.map((gold) => gold.get(gram) ?? 0)));
          return sum;
        });
        expect(matchNgrams(a, references, 4)).toEqual(wanted);
      }),
    );
  });

  it("code points keep lone surrogates", () => {
    expect([...codePoints("\ud83d\ude00\ud83d")]).toEqual([0x1f600, 0xd83d]);
  });
});
