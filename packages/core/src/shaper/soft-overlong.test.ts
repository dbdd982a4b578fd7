import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { softOverlong } from "./soft-overlong.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
const charge = (of: number, limit: number, buffer: number) =>
  softOverlong().apply([rollouts(of), rollouts(limit), rollouts(buffer)], flatLayout([1])).values[0] as number;

describe("softOverlong", () => {
  it.each([
    [16_384, 0],
    [16_385, -1 / 4096],
    [18_432, -0.5],
    [20_480, -1],
    [20_481, -1],
    [0, 0],
  ])("charges %d tokens of 20 480 with a buffer of 4096 by hand (026 §Mechanism)", (of, expected) => {
    expect(charge(of, 20_480, 4096)).toBe(expected);
  });

  it.each([
    ["a buffer of 0 is a wall", 10, 10, 0, 0],
    ["and beyond it", 11, 10, 0, -1],
    ["a negative buffer is a wall", 10, 10, -3, 0],
    ["a buffer longer than the limit", 0, 10, 20, -0.5],
    ["huge lengths", 1e308, -1e308, 1, -1],
    ["huge room", -1e308, 1e308, 1, 0],
  ])("%s", (_, of, limit, buffer, expected) => {
    expect(charge(of, limit, buffer)).toBe(expected);
  });

  it("is missing where an input is", () => {
    const limit = new SignalBuilder("rollout", 2);
    limit.set(0, 10);
    limit.abstain(1, "no limit");
    const out = softOverlong().apply([rollouts(20, 20), limit.build(), rollouts(5, 5)], flatLayout([2]));
    expect([...out.values]).toEqual([-1, 0]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no limit"));
  });

  const at = (value: number) => ({ min: value, max: value });
  const OPEN = Number.POSITIVE_INFINITY;
  it.each([
    [{ min: 0, max: OPEN }, at(10), at(4), { min: -1, max: 0 }, ["decreasing", "increasing", "decreasing"]],
    [{ min: 0, max: 6 }, at(10), at(4), { min: 0, max: 0 }, ["constant", "constant", "constant"]],
    [{ min: 7, max: 8 }, at(10), at(4), { min: -0.5, max: -0.25 }, ["decreasing", "increasing", "decreasing"]],
    [{ min: 11, max: 12 }, at(10), at(4), { min: -1, max: -1 }, ["constant", "constant", "constant"]],
    [
      { min: 0, max: 9 },
      { min: 10, max: OPEN },
      at(4),
      { min: -1, max: 0 },
      ["decreasing", "increasing", "decreasing"],
    ],
    [at(9), at(10), { min: 0, max: 4 }, { min: -0.75, max: 0 }, ["decreasing", "increasing", "decreasing"]],
  ] as const)("knows range and trends for %j, %j, %j", (of, limit, buffer, range, trends) => {
    const ranges = [of, limit, buffer];
    expect(softOverlong().range(ranges)).toEqual(range);
    expect(ranges.map((_, k) => softOverlong().trend(k, ranges))).toEqual(trends);
  });

  it("measures tokens when the program names no input", () => {
    expect(softOverlong().inputs).toEqual([
      { name: "of", default: { use: "length", unit: "tokens" } },
      { name: "limit" },
      { name: "buffer" },
    ]);
  });

  const inputRanges = [
    { min: 0, max: 12 },
    { min: 5, max: 10 },
    { min: -1, max: 6 },
  ];
  for (const law of lawsOf(softOverlong, { inputRanges })) it(law.name, law.check);
});
