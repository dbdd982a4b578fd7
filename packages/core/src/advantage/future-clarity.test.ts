import { describe, expect, it } from "vitest";
import { lawsOf } from "../testing/index.ts";
import { futureClarity } from "./future-clarity.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

describe("futureClarity", () => {
  it("adds ζ·e^(−k·n) of the next step, and nothing at the end (221 §Mechanism 5–6, by hand)", () => {
    const piece = futureClarity({ kf: Math.log(4), zeta: 2 });
    const given = { layout: stepped([2], [3, 2]), before: [1, 1, 1, 0, 0], inputs: [[5, 3, 1, 1, 5]] };
    const out = advantagesIn(piece, given);
    [2, 3, 1, 0.5, 0].forEach((a, i) => {
      expect(out[i]).toBeCloseTo(a, 13);
    });
    expect(futureClarity().options).toEqual({ level: "step", kf: 1, zeta: 0.1 });
  });

  it("adds ζ where all are equally uncertain, and nothing for ζ = 0 (identities)", () => {
    const given = { layout: stepped([1], [3]), before: [1, 2, 3], inputs: [[4, 4, 4]] };
    expect(advantagesIn(futureClarity(), given)).toEqual([1.1, 2.1, 3]);
    expect(advantagesIn(futureClarity({ zeta: 0 }), { ...given, inputs: [[1, 4, 2]] })).toEqual([1, 2, 3]);
  });

  it("adds nothing before a step without entropy, or without a total", () => {
    const piece = futureClarity({ kf: 0, zeta: 1 });
    const given = { layout: stepped([2], [3, 2]), total: [1, undefined], before: [1, 1, 1, 0, 0] };
    expect(advantagesIn(piece, { ...given, inputs: [[undefined, 3, undefined, 1, 5]] })).toEqual([2, 1, 1, 0, 0]);
  });

  it.each([
    ["no rollout", [], [], []],
    ["one step each", [2], [1, 1], [1, -1]],
  ])("changes nothing of %s", (_, groups, steps, before) => {
    const given = { layout: stepped(groups, steps), before, inputs: [before] };
    expect(advantagesIn(futureClarity({ level: "token" }), given)).toEqual(before);
  });

  for (const options of [{}, { level: "token", kf: -1 }] as const) {
    for (const law of lawsOf(futureClarity, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
