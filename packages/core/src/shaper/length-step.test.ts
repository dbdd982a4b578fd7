import { describe, expect, it } from "vitest";
import { gate } from "../combinator/index.ts";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type LengthStepOptions, lengthStep } from "./length-step.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
const lengths = rollouts(100, 512, 513);
const limit = rollouts(512, 512, 512);

describe("lengthStep", () => {
  it.each([
    ["reward", [0.5, 0.5, 0]],
    ["penalty", [0, 0, -0.5]],
    ["hybrid", [0.5, 0.5, -0.5]],
  ] as const)("steps at the limit in mode %s (104, α = 0.5)", (mode, expected) => {
    expect([...lengthStep({ mode }).apply([lengths, limit], flatLayout([3])).values]).toEqual(expected);
  });

  it("has a limit for each rollout, as LASER-D has one for each band", () => {
    expect([...lengthStep().apply([lengths, rollouts(99, 512, 600)], flatLayout([3])).values]).toEqual([0, 0.5, 0.5]);
  });

  it("gives wrong responses 0 with onlyCorrect, as a gate does (104 §Mechanism)", () => {
    const correct = rollouts(0, 1, -0.5);
    const layout = flatLayout([3]);
    for (const mode of ["reward", "penalty", "hybrid"] as const) {
      const out = lengthStep({ mode, onlyCorrect: true }).apply([lengths, limit, correct], layout);
      const gated = gate().apply([lengthStep({ mode }).apply([lengths, limit], layout), correct], layout);
      expect(out).toEqual(gated);
    }
  });

  it("pays long wrong responses that do not repeat themselves with explore (104 §Mechanism, LASER-DE)", () => {
    const piece = lengthStep({ onlyCorrect: true, explore: true, mode: "penalty" });
    const inputs = [
      rollouts(513, 513, 512, 513, 100),
      rollouts(512, 512, 512, 512, 512),
      rollouts(0, 0, 0, 1, 1),
      rollouts(0, 1, 0, 0, 0),
    ];
    expect([...piece.apply(inputs, flatLayout([5])).values]).toEqual([0.5, 0, 0, -0.5, 0]);
  });

  it("is missing where any input is", () => {
    const moving = new SignalBuilder("rollout", 3);
    moving.set(0, 512);
    moving.abstain(1, "no target yet");
    moving.set(2, 512);
    const out = lengthStep().apply([lengths, moving.build()], flatLayout([3]));
    expect([...out.values]).toEqual([0.5, 0, 0]);
    expect([...out.present]).toEqual([1, 0, 1]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no target yet"));
  });

  const upTo = (max: number) => ({ min: 0, max });
  const at = (value: number) => ({ min: value, max: value });
  const OPEN = Number.POSITIVE_INFINITY;
  it.each([
    [{}, [upTo(512), at(512)], at(0.5), ["constant", "constant"]],
    [{}, [upTo(OPEN), at(512)], upTo(0.5), ["decreasing", "increasing"]],
    [{}, [{ min: 600, max: 700 }, at(512)], at(0), ["constant", "constant"]],
    [{}, [{ min: 600, max: 700 }, upTo(599)], at(0), ["constant", "constant"]],
    [{}, [{ min: 600, max: 700 }, upTo(600)], upTo(0.5), ["decreasing", "increasing"]],
    [{}, [upTo(600), { min: 600, max: 700 }], at(0.5), ["constant", "constant"]],
    [{ mode: "penalty" }, [upTo(OPEN), at(512)], { min: -0.5, max: 0 }, ["decreasing", "increasing"]],
    [{ onlyCorrect: true }, [upTo(9), at(5), upTo(1)], upTo(0.5), ["decreasing", "increasing", "increasing"]],
    [{ onlyCorrect: true }, [upTo(9), at(5), at(0)], at(0), ["constant", "constant", "constant"]],
    [
      { onlyCorrect: true, mode: "penalty" },
      [upTo(9), at(5), upTo(1)],
      { min: -0.5, max: 0 },
      ["decreasing", "increasing", "decreasing"],
    ],
    [
      { onlyCorrect: true, mode: "hybrid" },
      [upTo(9), at(5), upTo(1)],
      { min: -0.5, max: 0.5 },
      ["decreasing", "increasing", "unknown"],
    ],
    [
      { onlyCorrect: true, explore: true },
      [upTo(9), at(5), upTo(1), upTo(1)],
      upTo(0.5),
      ["unknown", "unknown", "unknown", "decreasing"],
    ],
    [
      { onlyCorrect: true, explore: true },
      [upTo(9), at(5), at(0), upTo(1)],
      upTo(0.5),
      ["increasing", "decreasing", "unknown", "decreasing"],
    ],
    [
      { onlyCorrect: true, explore: true },
      [{ min: 6, max: 9 }, at(5), at(0), at(0)],
      at(0.5),
      ["constant", "constant", "constant", "constant"],
    ],
    [
      { onlyCorrect: true, explore: true, mode: "hybrid" },
      [upTo(9), at(5), at(1), upTo(1)],
      { min: -0.5, max: 0.5 },
      ["decreasing", "increasing", "unknown", "constant"],
    ],
  ] as const)("knows range and trends with %j for %j", (options, inputs, range, trends) => {
    const piece = lengthStep(options as Partial<LengthStepOptions>);
    expect(piece.range(inputs)).toEqual(range);
    expect(inputs.map((_, index) => piece.trend(index, inputs))).toEqual(trends);
  });

  it("measures tokens when the program names no input, and asks for a limit", () => {
    expect(lengthStep().inputs).toEqual([
      { name: "of", default: { use: "length", unit: "tokens" } },
      { name: "limit" },
    ]);
    expect(lengthStep({ onlyCorrect: true, explore: true }).inputs.slice(2)).toEqual([
      { name: "correct" },
      { name: "repeated" },
    ]);
  });

  it("refuses to explore without outcomes, and an unknown option", () => {
    expect(() => lengthStep({ explore: true })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`explore\` of \`shaper/length-step@1\` to be valid, got true: needs \`onlyCorrect: true\`, which tells wrong responses apart.]`,
    );
    // @ts-expect-error: `limits` is no option
    expect(() => lengthStep({ limits: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the options of \`shaper/length-step@1\` to be valid, got {"limits":3}: Unrecognized key: "limits".]`,
    );
  });

  const ranges = [
    { min: 0, max: 10 },
    { min: 3, max: 6 },
    { min: -1, max: 1 },
    { min: -1, max: 1 },
  ];
  for (const mode of ["reward", "penalty", "hybrid"]) {
    for (const [inputs, own] of [
      [2, {}],
      [3, { onlyCorrect: true }],
      [4, { onlyCorrect: true, explore: true }],
    ] as const) {
      const settings = { options: { mode, ...own }, inputRanges: ranges.slice(0, inputs) };
      for (const law of lawsOf(lengthStep, settings)) it(`${law.name}, ${mode}, ${inputs} inputs`, law.check);
    }
  }
});
