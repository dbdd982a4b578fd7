import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Interval, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { cascade } from "./cascade.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

const layout = flatLayout([4]);
/** Three stages, and how sure the first two are. */
const inputs = of([1, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 3], [0.9, 0.7, 0.1, 0.1], [0, 0, 0.6, 0.5]);
const settings = { thresholds: [0.7, 0.6], costs: [1, 10, 100] };

describe("cascade", () => {
  it.each([
    ["value", [1, 1, 2, 3]],
    ["cost", [1, 1, 11, 111]],
    ["stage", [0, 0, 1, 2]],
  ] as const)(
    "keeps the first score that is sure enough, and gives its %s (013 §Mechanism, by hand)",
    (give, expected) => {
      expect([...cascade({ ...settings, give }).apply(inputs, layout).values]).toEqual(expected);
    },
  );

  it("does not look at stages it does not reach, and is missing with what it does", () => {
    const [a, b, , first, second] = inputs as [Signal, Signal, Signal, Signal, Signal];
    expect([...cascade(settings).apply([a, b, gone(4), first, second], layout).present]).toEqual([1, 1, 1, 0]);
    expect([...cascade(settings).apply([a, gone(4), b, first, gone(4)], layout).present]).toEqual([1, 1, 0, 0]);
  });

  it("costs Σ_k cost_k · Π_{j<k} (1 − a_j) on average, a_j the share that stage j keeps (identity)", () => {
    const sure = Array.from({ length: 1000 }, (_, i) => i % 10);
    const three = of(
      sure,
      sure,
      sure,
      sure,
      sure.map((_, i) => Math.floor(i / 10) % 10),
    );
    const out = cascade({ thresholds: [7, 5], costs: [1, 10, 100], give: "cost" }).apply(three, flatLayout([1000]));
    const mean = out.values.reduce((sum, cost) => sum + cost, 0) / 1000;
    expect(mean).toBeCloseTo(1 + 0.7 * 10 + 0.7 * 0.5 * 100, 10);
  });

  it("is the single score when there is one stage", () => {
    expect([...cascade().apply(of([5, 6]), flatLayout([2])).values]).toEqual([5, 6]);
  });

  it("knows which stages can be kept", () => {
    const ranges = [0, 10, 20].map((min) => ({ min, max: min + 1 }));
    const range = (first: Interval, second: Interval, give: "value" | "cost" | "stage" = "value"): Interval =>
      cascade({ ...settings, give }).range([...ranges, first, second]);
    const [open, shut, sure] = [
      { min: 0, max: 1 },
      { min: 0, max: 0.5 },
      { min: 0.7, max: 1 },
    ];
    expect(range(open, open)).toEqual({ min: 0, max: 21 });
    expect(range(sure, open)).toEqual({ min: 0, max: 1 });
    expect(range(shut, open)).toEqual({ min: 10, max: 21 });
    expect(range(open, sure)).toEqual({ min: 0, max: 11 });
    expect(range(open, shut, "cost")).toEqual({ min: 1, max: 111 });
    expect(range(shut, shut, "stage")).toEqual({ min: 2, max: 2 });
    const trend = (index: number, first: Interval, give: "value" | "cost" = "value"): string =>
      cascade({ ...settings, give }).trend(index, [...ranges, first, shut]);
    expect([0, 1, 2, 3, 4].map((index) => trend(index, open))).toEqual([
      "increasing",
      "constant",
      "increasing",
      "unknown",
      "constant",
    ]);
    expect([trend(3, sure), trend(3, open, "cost"), trend(0, open, "cost")]).toEqual([
      "constant",
      "decreasing",
      "constant",
    ]);
  });

  it("refuses a stage without confidence, and lists of another length", () => {
    expect(() => cascade().apply(inputs.slice(1), layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list the scores and a confidence for each but the last, got 4 entries.]`,
    );
    expect(() => cascade({ thresholds: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`thresholds\` to have one number for each of the 2 confidences, got 1.]`,
    );
    expect(() => cascade({ costs: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`costs\` to have one number for each of the 3 stages, got 1.]`,
    );
  });

  for (const law of lawsOf(cascade)) it(law.name, law.check);
  for (const give of ["value", "cost", "stage"] as const) {
    for (const law of lawsOf(cascade, { options: { thresholds: [1, 0], give }, inputCount: 5 })) {
      it(`${law.name}, three stages, ${give}`, law.check);
    }
  }

  it("reads a list of any length, `of`", () => {
    expect(cascade().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("says with an error how two stages are written", () => {
    const refused = (): unknown => {
      try {
        return cascade().range([]);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toMatchObject({
      code: "GUERDON_SHAPE",
      hint: "For two stages: `of: [cheap, dear, sure]`.",
      details: { got: 0 },
    });
  });
});
