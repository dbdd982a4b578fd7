import { describe, expect, it } from "vitest";
import { fitPrefixValues } from "./fit-prefix-values.ts";
import { guidedChances } from "./guided-chances.ts";
import { prefixValues, type StringTree, spell } from "./prefix-values.ts";

/** Two letters, strings of two; b is written with chance ¾ after a, ¼ else; a string earns 1 for each b, 4 for bb. */
const tree: StringTree = {
  symbols: 2,
  length: 2,
  base: (last) => (last === 0 ? [0.25, 0.75] : [0.75, 0.25]),
  reward: ([first = 0, second = 0]) => (first === 1 && second === 1 ? 4 : first + second),
};

describe("prefixValues", () => {
  it("goes back from the ends (by hand)", () => {
    const [start, one, two] = prefixValues(tree);
    expect([...(two ?? [])]).toEqual([0, 1, 1, 4]);
    // After a: ¼·0 + ¾·1; after b: ¾·1 + ¼·4; at the start: ¾·0.75 + ¼·1.75.
    expect([...(one ?? [])]).toEqual([0.75, 1.75]);
    expect(start?.[0]).toBe(1);
  });
});

describe("guidedChances", () => {
  const values = prefixValues(tree);

  it("is the base policy without guides, and π₀·exp(β·Q)/Z with one (by hand)", () => {
    expect([...guidedChances(tree, [], 2)]).toEqual([0.1875, 0.5625, 0.1875, 0.0625].map((x) => expect.closeTo(x, 12)));
    const steered = guidedChances(tree, [{ values, strength: 2 }], 2);
    const odds = (0.25 / 0.75) * Math.exp(2 * (1.75 - 0.75));
    const first = odds / (1 + odds);
    expect((steered[2] as number) + (steered[3] as number)).toBeCloseTo(first, 12);
    expect((steered[3] as number) / (steered[2] as number)).toBeCloseTo((0.25 / 0.75) * Math.exp(2 * 3), 9);
  });

  it("leaves symbols beyond the candidates their logits", () => {
    const one = guidedChances(tree, [{ values, strength: 5 }], 1);
    expect([...one]).toEqual([...guidedChances(tree, [], 2)].map((x) => expect.closeTo(x, 12)));
  });

  it("adds strengths up, and takes values away again", () => {
    const both = guidedChances(
      tree,
      [
        { values, strength: 3 },
        { values, strength: -3 },
      ],
      2,
    );
    expect([...both]).toEqual([...guidedChances(tree, [], 2)].map((x) => expect.closeTo(x, 12)));
  });
});

describe("spell", () => {
  it("counts", () => {
    const string = new Uint8Array(3);
    spell(string, 5, 3);
    expect([...string]).toEqual([0, 1, 2]);
  });
});

describe("fitPrefixValues", () => {
  const additive: StringTree = { ...tree, length: 4, reward: (string) => string.reduce((sum, a) => sum + a, 0) };

  it("comes near the true values where these are linear, the nearer the more strings there are", () => {
    const exact = prefixValues(additive);
    const errors = [50, 5000].map((strings) =>
      Math.max(
        ...fitPrefixValues(additive, strings, 1).flatMap((level, m) =>
          [...level].map((value, i) => Math.abs(value - (exact[m]?.[i] as number))),
        ),
      ),
    ) as [number, number];
    expect(errors[1]).toBeLessThan(0.1);
    expect(errors[1]).toBeLessThan(errors[0]);
  });
});
