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

  it("reads payoffs and a weight, 1 by default, within a group", () => {
    expect(otherRegarding().inputs).toEqual([{ name: "of" }, { name: "weight", default: 1 }]);
    expect(otherRegarding().scope).toBe("group");
  });

  it("refuses a matrix with one row too short", () => {
    expect(() => otherRegarding({ matrix: [[1, 2], [1]] })).toThrow("matrix");
  });

  it("takes a matrix for a later group as for the first", () => {
    const own = {
      matrix: [
        [0, 2],
        [3, 0],
      ],
    };
    const out = otherRegarding(own).apply(of([1, 1, 1, 1], [1, 1, 1, 1]), flatLayout([2, 2])).values;
    expect([...out]).toEqual([3, 4, 3, 4]);
  });

  it("leaves who is missing missing when the group shares", () => {
    const payoff = { ...fullSignal("rollout", [4, 0, 2]), present: Uint8Array.of(1, 0, 1) };
    const out = otherRegarding({ mode: "cooperative" }).apply([payoff, ...of([0, 0, 0])], layout);
    expect([...out.values, ...out.present]).toEqual([3, 0, 3, 1, 0, 1]);
  });

  it("says with an error how many agents it knows", () => {
    const refused = (): unknown => {
      try {
        return otherRegarding({ matrix: [[1]] }).apply(of([1, 1], [1, 1]), flatLayout([2]));
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toMatchObject({ code: "GUERDON_SHAPE", details: { expected: 1, got: 2 } });
  });

  it.each([
    [{ others: "mean" }, [0, 1], [1, 1], [0, 2]],
    [{ others: "mean" }, [0, Number.POSITIVE_INFINITY], [0, 1], [0, Number.POSITIVE_INFINITY]],
    [
      {
        others: "mean",
        matrix: [
          [0, 3],
          [1, 0],
        ],
      },
      [1, 2],
      [1, 1],
      [1, 8],
    ],
    [
      {
        others: "mean",
        matrix: [
          [0, 3],
          [1, 0],
        ],
      },
      [1, 2],
      [-2, -1],
      [-11, 2],
    ],
    [{ others: "sum" }, [0, 0], [0, 1], [0, 0]],
    [{ others: "sum" }, [1, 2], [0, 0], [1, 2]],
  ] as const)("has with %j the range of payoffs in %j and weights in %j", (options, [a, b], [c, d], [min, max]) => {
    const range = otherRegarding(options).range([
      { min: a, max: b },
      { min: c, max: d },
    ]);
    expect([range.min + 0, range.max + 0]).toEqual([min, max]);
  });

  it.each([
    [{ mode: "integrated" }, -1, "increasing"],
    [{ mode: "cooperative" }, 0, "increasing"],
    [{ mode: "cooperative" }, -0.1, "unknown"],
    [{ mode: "cooperative", matrix: [[0]] }, 0, "increasing"],
    [{ mode: "cooperative", matrix: [[-1]] }, 0, "unknown"],
  ] as const)("moves with %j and weights from %d on", (options, min, expected) => {
    expect(
      otherRegarding(options).trend(0, [
        { min: 0, max: 1 },
        { min, max: 1 },
      ]),
    ).toBe(expected);
  });
});
