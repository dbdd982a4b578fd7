import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { REMEMBERED, sparse, statesAfter } from "./courses.test-support.ts";
import { ecrTarget } from "./ecr-target.ts";

const small = { rollouts: 8, lower: 1, upper: 8, interval: 1, period: 1 };
const layout = flatLayout([4, 4, 4]);
const batch = (lengths: readonly (number | null)[], bands: readonly (number | null)[]): Signal[] => [
  sparse("rollout", lengths),
  sparse("group", bands),
];
const lengths = [8, 2, 3, 4, 5, 1, 6, 7, 1, 2, 3, 9];

function targetsAfter(options: object, ...batches: readonly (readonly Signal[])[]): readonly number[] {
  const state = statesAfter(ecrTarget(options), batches, layout).at(-1);
  return [...ecrTarget(options).apply(batch([], [0, 1, 2]), layout, { step: 1, state }).values];
}

/** The rule of the card, for one candidate after the other. */
function slowTarget(of: readonly number[], correct: number, candidates: readonly number[]): number {
  const expected = (l: number): number =>
    Math.floor((of.filter((length) => length <= l).length / of.length) * correct + 1e-12);
  return candidates.find((l) => expected(l) >= 1) ?? (candidates.at(-1) as number);
}

describe("ecrTarget", () => {
  it("takes the shortest length that lets a correct response be expected (104 §Mechanism, by hand)", () => {
    // 8 rollouts: 5 correct in the easy band (coverage 1/5), 2 in the medium one (1/2), 1 in the hard one (all).
    expect(targetsAfter(small, batch(lengths, [0, 1, 2]))).toEqual([8, 5, 1]);
  });

  it("agrees with the rule written out, for many lengths", () => {
    for (let n = 0; n < 40; n++) {
      const drawn = Array.from(
        { length: 12 },
        (_, i) => 1 + Math.abs(Math.round(5 + 5 * Math.sin(n * 12.7 + i * 3.1))),
      );
      const candidates = [1, 2, 3, 4, 5, 6, 7, 8];
      const own = [0, 1, 2].map((g) => slowTarget(drawn.slice(4 * g, 4 * g + 4), [1, 2, 5][g] as number, candidates));
      expect(targetsAfter(small, batch(drawn, [0, 1, 2]))).toEqual(own);
    }
  });

  it("falls back to the longest when the last candidate is too short (104 §Pitfalls)", () => {
    expect(targetsAfter(small, batch([9, 9, 9, 9, 9, 9, 9, 9, 1, 9, 9, 9], [0, 1, 2]))).toEqual([8, 8, 1]);
    expect(targetsAfter({ ...small, upper: 8.5 }, batch(new Array(12).fill(9), [0, 1, 2]))).toEqual([8.5, 8.5, 8.5]);
  });

  it("sets targets once a period, from all responses of the period", () => {
    const slow = { ...small, period: 2 };
    expect(targetsAfter(slow, batch(lengths, [0, 1, 2]))).toEqual([8, 8, 8]);
    const ones = batch(new Array(12).fill(1), [2, 2, 2]);
    expect(targetsAfter(slow, batch(new Array(12).fill(8), [2, 2, 2]), ones)).toEqual([8, 8, 1]);
    expect(targetsAfter(slow, ones, ones, batch(new Array(12).fill(8), [2, 2, 2]))).toEqual([8, 8, 1]);
  });

  it("keeps the target of a band without responses, and leaves out what is missing (104 §Pitfalls)", () => {
    const [first, second] = [batch(lengths, [0, 1, 2]), batch(new Array(12).fill(6), [2, null, 7])];
    expect(targetsAfter(small, first, second)).toEqual([8, 5, 6]);
    const holes = batch([null, null, null, 3, null, null, null, null, 1, 1, 1, 1], [2, 1, 0]);
    expect(targetsAfter(small, holes)).toEqual([1, 8, 3]);
  });

  it("starts with the longest, and has no target for a group of no band", () => {
    const out = ecrTarget().apply([fullSignal("rollout", lengths), sparse("group", [1, null, 3], "unseen")], layout);
    expect([outcomeAt(out, 0), outcomeAt(out, 1), outcomeAt(out, 2)]).toEqual([
      { kind: "scored", value: 16384 },
      abstained("unseen"),
      abstained("there is no band 3"),
    ]);
  });

  it("counts a length at a candidate as within it, whatever rounding does to the candidates", () => {
    const fine = { ...small, lower: 0.1, upper: 0.9, interval: 0.1, shares: [1], rollouts: 1 };
    const state = statesAfter(
      ecrTarget(fine),
      [[fullSignal("rollout", [0.3]), fullSignal("group", [0])]],
      flatLayout([1]),
    );
    const [target] = ecrTarget(fine).apply(batch([], [0]), flatLayout([1]), { step: 1, state: state[0] }).values;
    expect(target).toBeCloseTo(0.3, 12);
  });

  it("knows its range and its trends, with the published numbers by default", () => {
    expect(ecrTarget().range([])).toEqual({ min: 4096, max: 16384 });
    expect([ecrTarget().trend(0, []), ecrTarget().trend(1, [])]).toEqual(["constant", "unknown"]);
    expect(ecrTarget().options).toEqual({
      shares: [0, 1 / 3, 2 / 3],
      rollouts: 8,
      lower: 4096,
      upper: 16384,
      interval: 1024,
      period: 20,
    });
  });

  it("refuses lengths that are none or too many", () => {
    expect(() => ecrTarget({ lower: 9, upper: 8 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`lower\` of \`schedule/ecr-target@1\` to be valid, got 9: is larger than \`upper\`.]`,
    );
    expect(() => ecrTarget({ lower: 0, upper: 10_001, interval: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`interval\` of \`schedule/ecr-target@1\` to be valid, got 1: gives more than 10000 lengths to choose from.]`,
    );
  });

  const skip = [
    REMEMBERED,
    { law: "stays finite for extreme values", reason: "a group of no band has no target, which is no overflow" },
  ];
  for (const band of [0, 1, 2]) {
    const inputRanges = [
      { min: 0, max: 9 },
      { min: band, max: band },
    ];
    for (const law of lawsOf(ecrTarget, { options: { ...small, period: 2 }, inputRanges, samples: 30, skip })) {
      it(`${law.name}, band ${band}`, law.check);
    }
  }
});
