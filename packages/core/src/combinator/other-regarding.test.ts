import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { otherRegarding } from "./other-regarding.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([3]);
const payoffs = [4, 0, 2];
const inputs = of(payoffs, [0.5, 0.5, 0.5]);
const matrix = [
  [0, 1, 0],
  [0.5, 0, 0],
  [1, 1, 0],
];

describe("otherRegarding", () => {
  it.each([
    [{ mode: "private" }, [4, 0, 2]],
    [{}, [5, 3, 4]],
    [{ others: "mean" }, [4.5, 1.5, 3]],
    [{ mode: "cooperative" }, [4, 4, 4]],
    [{ matrix }, [4, 1, 4]],
    [{ matrix, mode: "cooperative" }, [3, 3, 3]],
    [{ matrix, others: "mean" }, [4, 0.5, 3]],
  ] as const)("regards with %j (049 §Mechanism, by hand)", (options, expected) => {
    expect([...otherRegarding(options).apply(inputs, layout).values]).toEqual(expected);
  });

  it("gives the payoff of a team's effort with loyalty (048 §Mechanism)", () => {
    const [efforts, theta, shareOfWelfare] = [[1, 2, 3], 0.7, 0.8];
    const output = 25 * 6 ** 0.7;
    const own = efforts.map((effort) => output / 3 - effort);
    const weight = theta * shareOfWelfare;
    const out = otherRegarding({ others: "mean" }).apply(
      of(
        own,
        own.map(() => weight),
      ),
      layout,
    ).values;
    efforts.forEach((effort, i) => {
      const mates = output / 3 - (6 - effort) / 2;
      expect(out[i]).toBeCloseTo((own[i] as number) + weight * mates, 10);
    });
  });

  it("leaves out who is missing; a lone agent has its own payoff", () => {
    const [a, weight] = inputs as [Signal, Signal];
    const out = otherRegarding({ others: "mean" }).apply([{ ...a, present: Uint8Array.of(1, 0, 1) }, weight], layout);
    expect([...out.values]).toEqual([5, 0, 4]);
    expect([...otherRegarding({ others: "mean" }).apply(inputs, flatLayout([1, 1, 1])).values]).toEqual(payoffs);
  });

  it("knows its range and trend", () => {
    const [payoff, share, none] = [
      { min: -1, max: 2 },
      { min: 0, max: 0.5 },
      { min: 0, max: 0 },
    ];
    expect(otherRegarding({ mode: "private" }).range([payoff, share])).toEqual(payoff);
    expect(otherRegarding().range([payoff, share])).toEqual(UNBOUNDED);
    expect(otherRegarding().range([payoff, none])).toEqual(payoff);
    expect(otherRegarding({ others: "mean" }).range([payoff, share])).toEqual({ min: -1.5, max: 3 });
    expect(
      otherRegarding({
        others: "mean",
        matrix: [
          [0, -2],
          [1, 0],
        ],
      }).range([payoff, share]),
    ).toEqual({ min: -3, max: 3 });
    const trends = (options: object, weight = share): readonly string[] =>
      [0, 1].map((index) => otherRegarding(options).trend(index, [payoff, weight]));
    expect(trends({})).toEqual(["increasing", "unknown"]);
    expect(trends({ mode: "private" })).toEqual(["increasing", "constant"]);
    expect(trends({ mode: "cooperative" })).toEqual(["increasing", "unknown"]);
    expect(trends({ mode: "cooperative" }, { min: -1, max: 1 })).toEqual(["unknown", "unknown"]);
    expect(
      trends({
        mode: "cooperative",
        matrix: [
          [0, -1],
          [1, 0],
        ],
      }),
    ).toEqual(["unknown", "unknown"]);
  });

  it("refuses a matrix that is not square, and more agents than it has rows", () => {
    expect(() => otherRegarding({ matrix: [[0, 1]] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`matrix\` of \`combinator/other-regarding@1\` to be valid, got [[0,1]]: a matrix of dependence has as many columns as rows.]`,
    );
    expect(() => otherRegarding({ matrix: [[0]] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a group of at most 1 agents, as many as \`matrix\` has rows, got 3.]`,
    );
  });

  for (const options of [{}, { mode: "cooperative", others: "mean" }, { mode: "private" }]) {
    for (const law of lawsOf(otherRegarding, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
  const seats = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => i - j));
  const skip = [{ law: "follows its rollouts", reason: "a matrix knows the agents by their places in the group" }];
  for (const law of lawsOf(otherRegarding, { options: { matrix: seats }, skip }))
    it(`${law.name}, by a matrix`, law.check);
});
