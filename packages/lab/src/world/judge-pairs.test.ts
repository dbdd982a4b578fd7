import { describe, expect, it } from "vitest";
import { checkWorld, type JudgePairsOptions, judgePairs, type Prompts, principleWorth } from "./index.ts";
import { layoutOf } from "./rollout-columns.ts";

type Item = { readonly pair: readonly number[]; readonly principle: readonly (readonly [number, 1 | -1])[] };

const [FIRST, SECOND, LEAN, GOLD, LABEL] = [1, 9, 17, 25, 26] as const;
const itemsOf = (options: JudgePairsOptions, count: number, heldOut = false): readonly Item[] =>
  judgePairs(options).prompts(1, 0, count, heldOut).items as unknown as readonly Item[];
const share = (items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length / items.length;

/** Signals of completions of one prompt about an item. */
function signalsOf(options: JudgePairsOptions, item: Item, texts: readonly string[]): { [name: string]: number[] } {
  const world = judgePairs(options);
  const prompts = { ...world.prompts(1, 0, 1), items: [{ ...item, number: 0 }] } as unknown as Prompts;
  const rows = texts.map((text) => (text === "" ? [] : text.match(/<end>|[a-zA-Z]\S* |[><=] |[+\-\d]/g)) ?? []);
  const ids = new Int32Array(rows.length * world.maxTokens).fill(world.pad);
  rows.forEach((row, r) => {
    expect(row.filter((word) => !world.vocabulary.includes(word))).toEqual([]);
    ids.set(
      row.map((word) => world.vocabulary.indexOf(word)),
      r * world.maxTokens,
    );
  });
  const completions = {
    ...{ ids, maxTokens: world.maxTokens, lengths: Int32Array.from(rows, ({ length }) => length) },
    ended: Uint8Array.from(rows, (row) => Number(row.at(-1) === "<end>")),
  };
  const signals = world.signals(prompts, completions, layoutOf(prompts, completions));
  return Object.fromEntries(Object.entries(signals).map(([name, { values }]) => [name, [...values]]));
}

describe("judgePairs", () => {
  it.each<[string, JudgePairsOptions]>([
    ["both", {}],
    ["talk", { types: "talk", traceShare: 0.5 }],
    ["reasoning", { types: "reasoning", traceNoise: 0.3 }],
    ["principles", { principles: true, quality: 0.5 }],
    ["few findings", { findings: 2, labelNoise: 0.2, labelBias: { length: 0.3 } }],
  ])("keeps the laws of worlds: %s", (_, options) => {
    for (const { check } of checkWorld(judgePairs(options))) check();
  });

  it("reads findings, solution and verdict (by hand)", () => {
    // Advice; A is accurate, B has tone; length leans to B, the others to A.
    const pair = [0, 4, 2, 2, 2, 2, 0, 4, 2, 1, 2, 2, 2, 2, 3, 4, 2, -2, 0.5, 0.5, 0, 0, 0, 0, 0, 1, 0];
    const { correct, agrees, format, findings, grounded, routed, shortcut, first } = signalsOf(
      {},
      { pair, principle: [] },
      ["accuracy > tone < A <end>", "tone > B <end>", "A ", "solve +019A <end>", "A B <end>", ""],
    );
    expect(correct).toEqual([1, 0, 0, 1, 0, 0]);
    expect(agrees).toEqual([0, 1, 0, 0, 0, 0]);
    expect(format).toEqual([1, 1, 0, 1, 0, 0]);
    expect(findings).toEqual([2, 1, 0, 0, 0, 0]);
    expect(grounded).toEqual([1, 0, 0, 0, 0, 0]);
    expect(routed).toEqual([1, 1, 0, 0, 0, 0]);
    // −2 + 0.5 + 0.5 favours B.
    expect(shortcut).toEqual([0, 1, 0, 0, 0, 0]);
    expect(first).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it("knows what a question comes to: 12 · 3 + 4 = 40", () => {
    const pair = [4, ...new Array(16).fill(2), 1, 1, 1, 12, 3, 4, 41, 40, 0, 0];
    const { solved, routed, correct } = signalsOf({}, { pair, principle: [] }, [
      "solve +040B <end>",
      "solve +041A <end>",
      "B <end>",
    ]);
    expect(solved).toEqual([1, 0, 0]);
    expect(routed).toEqual([1, 1, 0]);
    expect(correct).toEqual([1, 0, 1]);
  });

  it("draws distractors, labels and attributes as the options say", () => {
    const items = itemsOf({ types: "talk", correlation: 0.8, labelNoise: 0.15 }, 3000);
    const lean = items.map(({ pair }) => (pair[LEAN] as number) * (pair[GOLD] === 1 ? 1 : -1));
    // E[s·d] = ρ, with a deviation of 0.6 / √3000 = 0.011.
    expect(Math.abs(lean.reduce((sum, value) => sum + value, 0) / 3000 - 0.8)).toBeLessThan(0.05);
    expect(Math.abs(share(items, ({ pair }) => pair[GOLD] !== pair[LABEL]) - 0.15)).toBeLessThan(0.03);
    const biased = itemsOf({ types: "talk", correlation: 0, labelBias: { position: 0.6 } }, 3000);
    // 0.6 of the labels follow position, of which half are wrong.
    expect(Math.abs(share(biased, ({ pair }) => pair[GOLD] !== pair[LABEL]) - 0.3)).toBeLessThan(0.04);
    const follow = share(biased, ({ pair }) => pair[LABEL] === Number((pair[LEAN + 1] as number) > 0));
    expect(Math.abs(follow - 0.8)).toBeLessThan(0.04);
  });

  it.each([0, 0.5])("correlates any two attributes of a response: %d", (quality) => {
    const items = itemsOf({ types: "talk", quality }, 4000);
    const [a, b] = [FIRST + 1, FIRST + 6].map((k) => items.map(({ pair }) => pair[k] as number)) as [
      number[],
      number[],
    ];
    const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    const covariance = mean(a.map((x, i) => (x - mean(a)) * ((b[i] as number) - mean(b))));
    const deviations = Math.sqrt(mean(a.map((x) => (x - mean(a)) ** 2)) * mean(b.map((y) => (y - mean(b)) ** 2)));
    expect(Math.abs(covariance / deviations - quality)).toBeLessThan(0.06);
  });

  it("a principle decides, and its opposite decides the other way; held-out ones were never met", () => {
    const items = itemsOf({ principles: true }, 400);
    for (const { pair, principle } of items) {
      const worth = (sign: 1 | -1, at: number): number =>
        principleWorth(
          principle.map(([k, s]) => [k, (sign * s) as 1 | -1]),
          pair,
          at,
        );
      expect(worth(1, FIRST) > worth(1, SECOND)).toBe(pair[GOLD] === 1);
      expect(worth(-1, FIRST) > worth(-1, SECOND)).toBe(pair[GOLD] !== 1);
    }
    const names = (some: readonly Item[]): string[] =>
      some.map(({ principle }) => JSON.stringify([...principle].sort()));
    const met = new Set(names(items));
    expect(names(itemsOf({ principles: true }, 200, true)).filter((name) => met.has(name))).toEqual([]);
  });
});
