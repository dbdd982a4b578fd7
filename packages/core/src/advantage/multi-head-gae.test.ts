import { describe, expect, it } from "vitest";
import { lawsOf } from "../testing/index.ts";
import { gae } from "./gae.ts";
import { type MultiHeadGaeOptions, multiHeadGae } from "./multi-head-gae.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

const layout = stepped([2], [2, 1]);
const [r1, v1, r2, v2] = [
  [1, 0, 3],
  [0.5, 0.25, 1],
  [0, -2, 4],
  [1, 1, 0],
];

describe("multiHeadGae", () => {
  it("mixes the returns of two heads by their weights (by hand)", () => {
    const piece = multiHeadGae({ lambda: 1, weights: [2, 1], whiten: false });
    const out = advantagesIn(piece, { layout, inputs: [r1, [0, 0, 0], r2, [0, 0, 0]] });
    expect(out).toEqual([2 * 1 - 2, -2, 2 * 3 + 4]);
  });

  it("is the sum of one GAE for each head, each with its discounts and whitened (twin)", () => {
    const gammas = [0.9, 0.5];
    const head = (k: number, whiten: boolean): number[] =>
      advantagesIn(gae({ gamma: gammas[k] as number, rewards: "credit", whiten }), {
        layout,
        inputs: [k === 0 ? v1 : v2, [0, 0], k === 0 ? r1 : r2],
      });
    for (const whiten of [true, false]) {
      const piece = multiHeadGae({ gamma: gammas, whiten });
      const [a, b] = [head(0, whiten), head(1, whiten)];
      expect(advantagesIn(piece, { layout, inputs: [r1, v1, r2, v2] })).toEqual(
        a.map((own, i) => own + (b[i] as number)),
      );
    }
  });

  it("takes weights that a controller moves, and none where there is none (055 §Mechanism, by hand)", () => {
    const piece = multiHeadGae({ lambda: 1, weights: "given", whiten: false });
    const zeros = [0, 0, 0];
    const out = advantagesIn(piece, { layout, inputs: [r1, zeros, [0.5, undefined, 2], r2, zeros, [1, 1, 0]] });
    expect(out).toEqual([0.5 * 1 - 2, -2, 6]);
  });

  it("gives nothing from a head without variation, and nothing to a rollout without a total", () => {
    const constant = [1, 1, 1];
    const piece = multiHeadGae({ gamma: 0 });
    expect(advantagesIn(piece, { layout, inputs: [constant, [0, 0, 0]] })).toEqual([0, 0, 0]);
    const raw = multiHeadGae({ gamma: 0, whiten: false });
    expect(advantagesIn(raw, { layout, total: [undefined, 1], inputs: [constant, [0, 0, 0]] })).toEqual([0, 0, 1]);
  });

  it("passes a head over where it lacks a reward or value", () => {
    const piece = multiHeadGae({ lambda: 1, whiten: false });
    const out = advantagesIn(piece, {
      layout,
      inputs: [
        [1, undefined, 3],
        [0, 0, 0],
        [1, 1, 1],
        [0, undefined, 0],
      ],
    });
    expect(out).toEqual([2, 0, 4]);
  });

  it("refuses heads that are incomplete and lists of another length", () => {
    expect(() => advantagesIn(multiHeadGae(), { layout, inputs: [r1] })).toThrowError(
      expect.objectContaining({
        code: "GUERDON_OPTION",
        hint: "Name the rewards and the values of each head, and with `weights: given` its weight.",
        details: { expected: 2, got: 1 },
      }),
    );
    expect(() => advantagesIn(multiHeadGae({ gamma: [1, 1] }), { layout, inputs: [r1, v1] })).toThrowError(
      expect.objectContaining({ code: "GUERDON_OPTION", details: { expected: 1, got: 2 } }),
    );
    expect(() => advantagesIn(multiHeadGae(), { layout, inputs: [r1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`heads\` to list 2 things for each head, got 1 in all.]`,
    );
    expect(() =>
      advantagesIn(multiHeadGae({ weights: "given" }), { layout, inputs: [r1, v1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`heads\` to list 3 things for each head, got 2 in all.]`,
    );
    expect(() =>
      advantagesIn(multiHeadGae({ gamma: [1, 1] }), { layout, inputs: [r1, v1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gamma\` to have one number for each of the 1 heads, got 2.]`,
    );
    expect(() =>
      advantagesIn(multiHeadGae({ lambda: [1, 1] }), { layout, inputs: [r1, v1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`lambda\` to have one number for each of the 1 heads, got 2.]`,
    );
    expect(() =>
      advantagesIn(multiHeadGae({ weights: [1, 1] }), { layout, inputs: [r1, v1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 1 heads, got 2.]`,
    );
  });

  it("has the defaults of its cards", () => {
    expect(multiHeadGae().options).toMatchObject({ level: "token", gamma: 1, lambda: 0.95, whiten: true });
    expect([multiHeadGae().scope, multiHeadGae({ whiten: false }).scope]).toEqual(["batch", "rollout"]);
  });

  const settings: readonly Partial<MultiHeadGaeOptions>[] = [
    {},
    { level: "step", whiten: false, gamma: 0.5, weights: [3] },
  ];
  for (const options of settings) {
    for (const law of lawsOf(multiHeadGae, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
