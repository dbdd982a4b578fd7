import { describe, expect, it } from "vitest";
import { evaluateExpression, parseExpression } from "../expression/index.ts";
import { abstained, failed, flatLayout, fullSignal, outcomeAt, type Signal, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { gate } from "./gate.ts";

describe("gate", () => {
  it("pays 2 behind an open gate and the floor behind a closed one (by hand)", () => {
    const [of, pass] = [fullSignal("rollout", [2, 5, 7]), fullSignal("rollout", [1, 0, -0])];
    expect([...gate({ floor: -1 }).apply([of, pass], flatLayout([3])).values]).toEqual([2, -1, -1]);
  });

  it("stays closed at the threshold itself", () => {
    const [of, pass] = [fullSignal("rollout", [2, 5]), fullSignal("rollout", [0.5, 0.6])];
    expect([...gate({ threshold: 0.5 }).apply([of, pass], flatLayout([2])).values]).toEqual([0, 5]);
  });

  it("ignores a missing value behind a closed gate, and is missing with its condition", () => {
    const [of, pass] = [new SignalBuilder("rollout", 4), new SignalBuilder("rollout", 4)];
    for (const i of [0, 1, 3]) of.fail(i, "judge", "timed out");
    of.set(2, 9);
    pass.set(0, 0);
    pass.set(1, 1);
    pass.abstain(2, "no tool call");
    pass.abstain(3, "no tool call");
    const out = gate().apply([of.build(), pass.build()], flatLayout([4]));
    expect([0, 1, 2, 3].map((i) => outcomeAt(out, i))).toEqual([
      { kind: "scored", value: 0 },
      failed("judge", "timed out"),
      abstained("no tool call"),
      abstained("no tool call"),
    ]);
  });

  it.each([
    [{ min: -2, max: 0 }, { min: 0, max: 0 }, "constant"],
    [{ min: 0, max: 1 }, { min: -1, max: 3 }, "unknown"],
    [{ min: 1, max: 2 }, { min: -1, max: 3 }, "constant"],
  ])("knows the range and trend behind a condition in %j", (pass, range, trend) => {
    const of = { min: -1, max: 3 };
    expect(gate().range([of, pass])).toEqual(range);
    expect(gate().trend(1, [of, pass])).toBe(trend);
  });

  it("agrees with the gate of expressions, reasons included (twin)", () => {
    const reasons = [abstained("no tool call"), failed("judge", "timed out"), failed("candidate", "unreadable")];
    const signalOf = (stride: number): Signal => {
      const out = new SignalBuilder("rollout", 60);
      for (let i = 0; i < 60; i++) {
        const turn = Math.floor(i / stride) % 5;
        if (turn < 3) out.miss(i, reasons[turn]!);
        else out.set(i, turn - 3);
      }
      return out.build();
    };
    const [of, pass] = [signalOf(1), signalOf(5)];
    const signals = new Map([
      ["of", of],
      ["pass", pass],
    ]);
    const layout = flatLayout([60]);
    const expected = evaluateExpression(parseExpression("gate(pass > 0, of)"), signals, layout);
    const got = gate().apply([of, pass], layout);
    for (let i = 0; i < 60; i++) expect([i, outcomeAt(got, i)]).toEqual([i, outcomeAt(expected, i)]);
  });

  it("opens by degrees with `softness`: half at the threshold, and as the hard gate far from it (limit)", () => {
    const [of, pass] = [fullSignal("rollout", [3, 3, 3, 3]), fullSignal("rollout", [0.5, 0.5 + Math.log(3), 40, -40])];
    const soft = gate({ threshold: 0.5, floor: -1, softness: 1 }).apply([of, pass], flatLayout([4])).values;
    expect([soft[0], soft[1]?.toFixed(12), soft[2]?.toFixed(12), soft[3]?.toFixed(12)]).toEqual([
      1,
      "2.000000000000",
      "3.000000000000",
      "-1.000000000000",
    ]);
    const nearly = gate({ threshold: 0.5, floor: -1, softness: 1e-3 }).apply([of, pass], flatLayout([4])).values;
    expect([...nearly]).toEqual([1, 3, 3, -1]);
  });

  it("is missing behind a soft gate however closed it is", () => {
    const missing = { ...fullSignal("rollout", [0]), present: Uint8Array.of(0) };
    expect(gate({ softness: 1 }).apply([missing, fullSignal("rollout", [-9])], flatLayout([1])).present[0]).toBe(0);
  });

  it("moves with a soft condition on both sides of the threshold", () => {
    const of = { min: 0, max: 3 };
    const soft = gate({ softness: 1 });
    expect(soft.range([of, { min: -2, max: -1 }])).toEqual({ min: 0, max: 3 });
    expect([soft.trend(0, [of, { min: -2, max: -1 }]), soft.trend(1, [of, { min: -2, max: -1 }])]).toEqual([
      "increasing",
      "increasing",
    ]);
    expect(gate({ softness: 1, floor: 4 }).trend(1, [of, { min: 1, max: 2 }])).toBe("decreasing");
    expect(gate().trend(0, [of, { min: -2, max: 0 }])).toBe("constant");
  });

  for (const law of lawsOf(gate)) it(law.name, law.check);
  for (const law of lawsOf(gate, { options: { threshold: 1, floor: -3 } })) it(`${law.name}, floored`, law.check);
  for (const law of lawsOf(gate, { options: { softness: 0.5, floor: -1 } })) it(`${law.name}, soft`, law.check);

  it("reads a value `of` and the condition `pass`", () => {
    expect(gate().inputs).toEqual([{ name: "of" }, { name: "pass" }]);
  });

  it.each([
    ["softly and the floor is not 0", { softness: 1, floor: -3 }, 0, -1],
    ["softly and the floor is 4", { softness: 1, floor: 4 }, 0, 3],
  ])("mixes value and floor by halves at the threshold when it opens %s", (_, options, pass, expected) => {
    const [of, condition] = [fullSignal("rollout", [expected * 2 - options.floor]), fullSignal("rollout", [pass])];
    expect(gate(options).apply([of, condition], flatLayout([1])).values[0]).toBe(expected);
  });

  it.each([
    ["open for sure", { floor: 5 }, { min: 1, max: 2 }, { min: 0, max: 3 }],
    ["at the threshold at least", { floor: 5 }, { min: 0, max: 2 }, { min: 0, max: 5 }],
    ["at the threshold at most", { floor: 5 }, { min: -1, max: 0 }, { min: 5, max: 5 }],
  ])("has the range of what can come out when it is %s", (_, options, pass, expected) => {
    expect(gate(options).range([{ min: 0, max: 3 }, pass])).toEqual(expected);
  });

  it.each([
    ["the floor itself", 1, { min: 1, max: 1 }, "constant"],
    ["never below the floor", 1, { min: 1, max: 2 }, "increasing"],
    ["never above the floor", 2, { min: 1, max: 2 }, "decreasing"],
    ["on both sides of it", 1.5, { min: 1, max: 2 }, "unknown"],
  ])("moves with its condition by a value that is %s", (_, floor, of, expected) => {
    expect(gate({ floor }).trend(1, [of, { min: -1, max: 1 }])).toBe(expected);
    expect(gate({ floor, softness: 1 }).trend(1, [of, { min: -1, max: 1 }])).toBe(expected);
  });
});
