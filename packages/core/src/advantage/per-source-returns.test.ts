import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { gae } from "./gae.ts";
import { groupRelative } from "./group-relative.ts";
import { type PerSourceReturnsOptions, perSourceReturns } from "./per-source-returns.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

const layout = stepped([3], [1, 2, 3]);
const raw = { whiten: false } as const;

describe("perSourceReturns", () => {
  it("takes leave-one-out baselines over means of tokens, then sums to the end (089 §Mechanism 3, by hand)", () => {
    const process = [3, 1, 2, 0, 0, 3];
    // means 3, 1.5, 1: r·3/2 − 5.5/2; the outcome: (1, 0, 0) · 3/2 − 1/2 on the last token
    const out = advantagesIn(perSourceReturns(raw), { layout, total: [1, 0, 0], inputs: [process] });
    expect(out).toEqual([
      1.75 + 1,
      -1.25 + 0.25 - 0.5,
      0.25 - 0.5,
      -2.75 - 2.75 + 1.75 - 0.5,
      -2.75 + 1.75 - 0.5,
      1.75 - 0.5,
    ]);
  });

  it("is RLOO at the last token for the outcome alone (identity)", () => {
    const total = [1, 0.5, undefined];
    const rloo = groupRelative({ baseline: "leave-one-out", scale: "none" });
    const [a, b, c] = advantagesIn(rloo, { layout: flatLayout([3]), total });
    const none = new Array<undefined>(6).fill(undefined);
    expect(advantagesIn(perSourceReturns(raw), { layout, total, inputs: [none] })).toEqual([a, b, b, c, c, c]);
  });

  it("is RLOO for one source of one token (identity)", () => {
    const own = perSourceReturns({ ...raw, outcome: false });
    const rloo = groupRelative({ baseline: "leave-one-out", scale: "none" });
    const rewards = [2, 0, 7];
    expect(advantagesIn(own, { layout: stepped([3], [1, 1, 1]), inputs: [rewards] })).toEqual(
      advantagesIn(rloo, { layout: flatLayout([3]), total: rewards }),
    );
  });

  it("is the reward-to-go without a baseline (identity with gae)", () => {
    const rewards = [1, 2, 3, 4, 5, 6];
    const own = perSourceReturns({ ...raw, outcome: false, baseline: "none", gamma: 0.5 });
    const togo = gae({ gamma: 0.5, lambda: 1, rewards: "credit" });
    const zeros = [0, 0, 0, 0, 0, 0];
    expect(advantagesIn(own, { layout, inputs: [rewards] })).toEqual(
      advantagesIn(togo, { layout, inputs: [zeros, [0, 0, 0], rewards] }),
    );
  });

  it("has a baseline and a discount for each source (by hand)", () => {
    const options = { ...raw, gamma: [1, 0.5], baseline: ["none", "group-mean"] } as const;
    const out = advantagesIn(perSourceReturns(options), {
      layout: stepped([2], [2, 1]),
      total: [10, 20],
      inputs: [[4, 4, 0]],
    });
    expect(out).toEqual([10 + 2 + 0.5 * 2, 10 + 2, 20 - 2]);
  });

  it("leaves missing rewards out, and puts the outcome where a source has its last", () => {
    const inputs = [[1, undefined, 3, undefined, undefined, undefined]];
    const none = perSourceReturns({ ...raw, baseline: "none" });
    expect(advantagesIn(none, { layout: stepped([2], [3, 3]), total: [5, 7], inputs })).toEqual([9, 8, 8, 7, 7, 7]);
    const two = [
      [1, undefined, undefined],
      [undefined, 1, undefined],
    ];
    expect(advantagesIn(none, { layout: stepped([1], [3]), total: [5], inputs: two })).toEqual([7, 6, 0]);
  });

  it("gives 0 to a rollout that is alone, or whose total is missing", () => {
    const given = { layout: stepped([1, 2], [2, 1, 1]), total: [1, 1, undefined], inputs: [[1, 2, 3, 4]] };
    expect(advantagesIn(perSourceReturns(raw), given)).toEqual([0, 0, 0, 0]);
    expect(advantagesIn(perSourceReturns({ ...raw, baseline: "none" }), given)).toEqual([4, 3, 4, 0]);
  });

  it("whitens over the places of the batch by default (by hand)", () => {
    const given = { layout: stepped([2], [1, 1]), total: [1, 0], inputs: [[0, 0]] };
    advantagesIn(perSourceReturns({ batchEps: 0 }), given).forEach((a, i) => {
      expect(a).toBeCloseTo(i === 0 ? Math.SQRT1_2 : -Math.SQRT1_2, 14);
    });
    expect(perSourceReturns().options).toMatchObject({
      level: "token",
      outcome: true,
      gamma: 1,
      baseline: "leave-one-out",
      whiten: true,
    });
    expect([perSourceReturns().scope, perSourceReturns(raw).scope]).toEqual(["batch", "group"]);
  });

  it("refuses lists of another length than there are sources", () => {
    const given = { layout, inputs: [[0, 0, 0, 0, 0, 0]] };
    expect(() => advantagesIn(perSourceReturns({ gamma: [1] }), given)).toThrowError(
      expect.objectContaining({
        code: "GUERDON_OPTION",
        hint: "The outcome is the first source unless `outcome: false`.",
        details: { expected: 2, got: 1 },
      }),
    );
    expect(() => advantagesIn(perSourceReturns({ gamma: [1] }), given)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gamma\` to have one for each of the 2 sources, got 1.]`,
    );
    expect(() =>
      advantagesIn(perSourceReturns({ outcome: false, baseline: ["none", "none"] }), given),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`baseline\` to have one for each of the 1 sources, got 2.]`,
    );
  });

  it.each([
    ["no rollout", [], [], []],
    ["no places", [2], [0, 0], []],
    ["all missing", [2], [1, 1], [undefined, undefined]],
  ])("is exactly zero for %s", (_, groups, steps, source) => {
    const given = { layout: stepped(groups, steps), total: steps.map(() => undefined), inputs: [source] };
    for (const whiten of [true, false]) {
      expect(advantagesIn(perSourceReturns({ whiten }), given).every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  const settings: readonly Partial<PerSourceReturnsOptions>[] = [
    {},
    { outcome: false, whiten: false, level: "step", baseline: "group-mean", gamma: 0.9 },
    { whiten: false, baseline: ["none", "leave-one-out", "group-mean"] },
  ];
  for (const options of settings) {
    for (const law of lawsOf(perSourceReturns, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
