import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { teamSpirit } from "./team-spirit.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const whole = (value: number): number[] => [value, value, value, value];
const layout = flatLayout([4]);
const [rewards, teams] = of([4, 0, 1, 3], [0, 0, 1, 1]) as [Signal, Signal];

describe("teamSpirit", () => {
  it.each([
    [0.3, 1, [0.7 * 4 + 0.3 * 2 - 2, 0.3 * 2 - 2, 0.7 + 0.3 * 2 - 2, 0.7 * 3 + 0.3 * 2 - 2]],
    [0, 0, [4, 0, 1, 3]],
    [1, 0, [2, 2, 2, 2]],
    [1, 1, [0, 0, 0, 0]],
  ])("shares with τ = %d and opponents at %d (074 §Mechanism, by hand)", (tau, opponent, expected) => {
    const out = teamSpirit().apply([rewards, teams, ...of(whole(tau), whole(opponent))], layout).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("has τ = 0.3 and takes opponents away in full by default", () => {
    expect(teamSpirit().inputs.map((input) => input.default)).toEqual([undefined, undefined, 0.3, 1]);
  });

  it("takes nothing away without opponents, and leaves out who is missing", () => {
    const inputs = [rewards, ...of(whole(7), whole(0.5), whole(1))] as [Signal, ...Signal[]];
    expect([...teamSpirit().apply(inputs, layout).values]).toEqual([3, 1, 1.5, 2.5]);
    const [, ...others] = inputs;
    const out = teamSpirit().apply([{ ...rewards, present: Uint8Array.of(1, 1, 0, 0) }, ...others], layout);
    expect([...out.values]).toEqual([3, 1, 0, 0]);
  });

  it("knows its range and trend", () => {
    const [of02, any, share, one] = [
      { min: 0, max: 2 },
      { min: 0, max: 1 },
      { min: 0, max: 1 },
      { min: 1, max: 1 },
    ];
    expect(teamSpirit().range([of02, any, share, one])).toEqual({ min: -2, max: 2 });
    expect(teamSpirit().range([of02, any, share, { min: -1, max: 0 }])).toEqual({ min: 0, max: 4 });
    expect(teamSpirit().range([of02, any, { min: 0, max: 1.1 }, one])).toEqual(UNBOUNDED);
    expect(teamSpirit().range([of02, any, { min: -0.1, max: 1 }, one])).toEqual(UNBOUNDED);
    expect([0, 1, 2, 3].map((index) => teamSpirit().trend(index, [of02, any, share, one]))).toEqual([
      "increasing",
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(teamSpirit().trend(0, [of02, any, { min: 0, max: 2 }, one])).toBe("unknown");
    expect(teamSpirit().trend(0, [of02, any, { min: -1, max: 1 }, one])).toBe("unknown");
  });

  for (const law of lawsOf(teamSpirit)) it(law.name, law.check);
  const inputRanges = [
    { min: -3, max: 3 },
    { min: 0, max: 1 },
    { min: 0, max: 1 },
    { min: -1, max: 2 },
  ];
  for (const law of lawsOf(teamSpirit, { inputRanges })) it(`${law.name}, shares`, law.check);

  it("reads rewards, teams and two shares within a group", () => {
    expect(teamSpirit().inputs).toEqual([
      { name: "of" },
      { name: "team" },
      { name: "tau", default: 0.3 },
      { name: "opponent", default: 1 },
    ]);
    expect(teamSpirit().scope).toBe("group");
  });

  it.each([
    ["shares from 0 to 1", [0, 1], [1, 1], [0, 2], [-2, 2]],
    ["opponents that do not count", [0, 1], [0, 0], [0, 2], [0, 2]],
    ["opponents whose rewards help", [0, 1], [-2, -1], [1, 2], [1, 6]],
    ["rewards below 0", [0, 1], [1, 3], [-2, -1], [-2, 5]],
    [
      "opponents that may not count, of unbounded rewards",
      [0, 1],
      [0, 0],
      [0, Number.POSITIVE_INFINITY],
      [0, Number.POSITIVE_INFINITY],
    ],
    ["an unbounded weight on rewards of 0", [0, 1], [0, Number.POSITIVE_INFINITY], [0, 0], [0, 0]],
  ] as const)("has a range with %s", (_, tau, opponent, rewarded, [min, max]) => {
    const of = ([least, most]: readonly [number, number]): { min: number; max: number } => ({ min: least, max: most });
    const range = teamSpirit().range([of(rewarded), of([0, 9]), of(tau), of(opponent)]);
    expect([range.min + 0, range.max + 0]).toEqual([min, max]);
  });
});
