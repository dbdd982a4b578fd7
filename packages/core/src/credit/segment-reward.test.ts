import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateExpression, parseExpression } from "../expression/index.ts";
import { flatLayout, fullSignal, type Layout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, tokens } from "./layouts.test-support.ts";
import { rewardToGo } from "./reward-to-go.ts";
import { type SegmentRewardOptions, segmentReward } from "./segment-reward.ts";

/** Two rollouts: of segments with 2, 0 and 3 tokens and one token between, and of one segment with one token. */
const layout: Layout = {
  ...flatLayout([2]),
  stepOffsets: Int32Array.of(0, 3, 4),
  tokenOffsets: Int32Array.of(0, 6, 7),
  stepOfToken: Int32Array.of(0, 0, -1, 2, 2, 2, 3),
};
const of = fullSignal("step", [1, 100, 6, 5]);

function placed(settings: Partial<SegmentRewardOptions>, rewards = of) {
  return shown(segmentReward(settings).apply([rewards], layout));
}

describe("segmentReward", () => {
  it.each([
    [{ place: "end" }, [0, 1, 0, 0, 0, 6, 5]],
    [{ place: "spread" }, [0.5, 0.5, 0, 2, 2, 2, 5]],
    [{ place: "all" }, [1, 1, 0, 6, 6, 6, 5]],
    [{ average: true }, [0, 0.5, 0, 0, 0, 3, 5]],
    [{ place: "spread", average: true }, [0.25, 0.25, 0, 1, 1, 1, 5]],
  ] as const)("with %j puts rewards where they belong (158 §Mechanism, by hand)", (settings, expected) => {
    expect(placed(settings)).toEqual(expected);
  });

  it("is missing where it would carry a missing reward, and 0 elsewhere", () => {
    const some = column("step", ["unread", "lost", 6, 5]);
    expect(placed({}, some)).toEqual([0, "unread", 0, 0, 0, 6, 5]);
    expect(placed({ place: "all" }, some)).toEqual(["unread", "unread", 0, 6, 6, 6, 5]);
  });

  it("earns nothing without segments, and takes an empty batch", () => {
    expect(shown(segmentReward().apply([fullSignal("step", [])], tokens([2])))).toEqual([0, 0]);
    expect(shown(segmentReward().apply([fullSignal("step", [])], tokens([])))).toEqual([]);
  });

  it("hands a reward over whole, at the end or spread", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number), fc.constantFrom("end", "spread"), ([a, b, c], place) => {
        const values = placed({ place } as SegmentRewardOptions, fullSignal("step", [a, 0, b, c])) as number[];
        const sum = values.slice(0, 6).reduce((total, value) => total + value, 0);
        expect(Math.abs(sum - (a + b))).toBeLessThanOrEqual(1e-12 * (Math.abs(a) + Math.abs(b)) + 6 * 5e-324);
        expect(values[6]).toBe(c);
      }),
    );
  });

  it("at all tokens is what they earn to the end of their segment (191: returns by segment)", () => {
    const ends = segmentReward().apply([of], layout);
    const bySegment = Int32Array.of(0, 2, 3, 6, 7);
    const asRollouts: Layout = { ...tokens([2, 1, 3, 1]), tokenOffsets: bySegment };
    const zero = fullSignal("rollout", [0, 0, 0, 0]);
    const returns = rewardToGo({ level: "token" }).apply([ends, zero], asRollouts);
    expect([...returns.values]).toEqual(placed({ place: "all" }));
  });

  it("divides a won episode by its positive scores and a lost one by the declared number (109 §Mechanism)", () => {
    const expression = parseExpression("scores / max(1, where(won > 0, positives, declared))");
    const signals = new Map([
      ["scores", fullSignal("step", [2, 0, 2, 1])],
      ["won", fullSignal("rollout", [1, 0])],
      ["positives", fullSignal("rollout", [2, 1])],
      ["declared", fullSignal("rollout", [5, 5])],
    ]);
    expect([...evaluateExpression(expression, signals, layout).values].slice(0, 4)).toEqual([1, 0, 1, 0.2]);
  });

  it("lays boxes over a background as an expression (063 §Mechanism 3: max, then the global factor)", () => {
    const expression = parseExpression(
      "max(0.5, (default(box_a, -1) + 1) / 2, (default(box_b, -1) + 1) / 2) * (default(whole, 0) + 1) / 2",
    );
    const signals = new Map([
      ["box_a", column("token", [1, 0.5, "outside", "outside"])],
      ["box_b", column("token", ["outside", 0.75, -1, "outside"])],
      ["whole", fullSignal("rollout", [0.5])],
    ]);
    const map = evaluateExpression(expression, signals, tokens([4]));
    expect([...map.values]).toEqual([0.75, 0.875 * 0.75, 0.5 * 0.75, 0.5 * 0.75]);
  });

  it("states its facts", () => {
    const piece = segmentReward();
    expect(piece.options).toEqual({ place: "end", average: false });
    expect([piece.level, piece.inputs, piece.trend(0, [])]).toEqual([
      "token",
      [{ name: "of", level: "step" }],
      "increasing",
    ]);
    expect(piece.range([{ min: 1, max: 2 }])).toEqual({ min: 0, max: 2 });
    expect(piece.range([{ min: -3, max: -2 }])).toEqual({ min: -3, max: 0 });
  });

  const skip = [{ law: "missing stays missing", reason: "a token outside of every segment earns 0 in any case" }];
  for (const place of ["end", "spread", "all"]) {
    for (const average of [false, true]) {
      const name = average ? `${place}, averaged` : place;
      for (const law of lawsOf(segmentReward, { options: { place, average }, skip }))
        it(`${law.name}, ${name}`, law.check);
    }
  }
});
