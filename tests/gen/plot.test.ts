import { groupRelative } from "@guerdon/core/advantage";
import { gate, weightedSum } from "@guerdon/core/combinator";
import { treeValue } from "@guerdon/core/credit";
import type { Transform } from "@guerdon/core/piece";
import { clip, standardise } from "@guerdon/core/shaper";
import { fullSignal, groupOffsets } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { Factory } from "../../scripts/gen/generator.ts";
import { drawPlot } from "../../scripts/gen/plot/draw-plot.ts";
import { POINTS } from "../../scripts/gen/plot/evaluate-curve.ts";
import { evaluatePlot } from "../../scripts/gen/plot/evaluate-plot.ts";
import { parsePlot } from "../../scripts/gen/plot/parse-plot.ts";
import type { Series } from "../../scripts/gen/plot/series.ts";

const plot = (factory: unknown, text: string): Series => evaluatePlot(factory as Factory, parsePlot(text));
const at = ({ at: places, values }: Series, x: number): number | null | undefined => values[places.indexOf(x)];

/** A factory of one transform without options. */
const factoryOf = (name: string, transform: Partial<Transform>): Factory => {
  const facts = { range: () => ({ min: 0, max: 1 }), trend: () => "unknown" as const, scope: "rollout" as const };
  const make = (): Transform =>
    ({ kind: "credit", id: `credit/${name}@1`, needs: [], options: {}, ...facts, ...transform }) as Transform;
  const options = { toJSONSchema: () => ({ properties: {} }) };
  return Object.assign(make, { id: `credit/${name}@1`, kind: "credit", pieceName: name, summary: "", options });
};

/** Half of the outcome and of the step's own value. */
const half = factoryOf("half", {
  level: "step",
  inputs: [{ name: "of", level: "rollout" }, { name: "own" }],
  apply: ([of, own]) => fullSignal("step", own?.values.map((value) => ((of?.values[0] ?? 0) + value) / 2) ?? []),
});
/** Adds its input up over training steps. */
const counted = factoryOf("counted", {
  level: "batch",
  inputs: [{ name: "of", level: "batch", default: 2 }],
  adaptive: { init: () => 0, step: (state, [of]) => Number(state) + (of?.values[0] ?? 0) },
  apply: (_inputs, _layout, moment) => fullSignal("batch", [Number(moment?.state ?? 0)]),
});
/** Mean over the batch. */
const meanOf = factoryOf("mean-of", {
  level: "batch",
  inputs: [{ name: "of", level: "rollout" }],
  apply: ([of]) => fullSignal("batch", [(of?.values.reduce((a, b) => a + b) ?? 0) / (of?.values.length ?? 1)]),
});

describe("evaluatePlot", () => {
  it("draws a curve of evenly spaced points over one input", () => {
    const series = plot(clip, "{ min: 0, max: 0.5 } over of -1..1");
    expect([series.at.length, series.kind, series.xLabel]).toEqual([POINTS, "curve", "of"]);
    expect([at(series, -1), at(series, 0.25), at(series, 0.5), at(series, 1)]).toEqual([0, 0.25, 0.5, 0.5]);
  });

  it("puts two points where a curve jumps, so close that the line is upright", () => {
    const series = plot(gate, "{ of: 2, floor: -1 } over pass -1..1");
    expect(series.at.length).toBe(POINTS + 2);
    const jump = series.values.findIndex((value, i) => value === -1 && series.values[i + 1] === 2);
    const width = (series.at[jump + 1] as number) - (series.at[jump] as number);
    expect(width).toBeLessThan(1e-6);
    expect(series.at[jump]).toBeCloseTo(0, 6);
  });

  it("gives what is not plotted its value, its default or 1", () => {
    expect(at(plot(gate, "over of 0..2"), 2)).toBe(2);
    expect(at(plot(gate, "{ pass: 0 } over of 0..2"), 2)).toBe(0);
    expect(at(plot(weightedSum, "{ weights: [2, 3], of: [10] } over of 0..1"), 1)).toBe(32);
  });

  it("takes the members of a group as one group", () => {
    const series = plot(standardise, "over members [1, 3]");
    expect(series.values[0]).toBeLessThan(0);
    expect(series.values[1]).toBe(-(series.values[0] as number));
    expect(series.given).toEqual([{ name: "of", values: [1, 3] }]);
  });

  it("gives the steps to the input that is read at their level", () => {
    expect(plot(half, "{ of: 3 } over steps [1, 0, 5]").values).toEqual([2, 1.5, 4]);
  });

  it("spreads steps over as many rollouts as there are values of rollouts", () => {
    const series = plot(treeValue, "{ of: [1, 0] } over steps [1, 2, 1, 3]");
    expect(series.values).toEqual([0.5, 1, 0.5, 0]);
    expect(series.xLabel).toBe("step, 2 of each of 2 rollouts");
  });

  it("moves the state of an adaptive piece once a training step, and takes lists for a course over time", () => {
    expect(plot(counted, "over step 0..3")).toMatchObject({ at: [0, 1, 2, 3], values: [0, 2, 4, 6] });
    expect(plot(counted, "{ of: [1, 5] } over step 0..3").values).toEqual([0, 1, 2, 7]);
    expect(plot(counted, "over step 0..4000").at.length).toBeLessThanOrEqual(401);
  });

  it("shows the course of one adaptive number over steps that all have the same members", () => {
    const series = plot(counted, "over members [2, 7]");
    expect([series.kind, series.values.slice(0, 4)]).toEqual(["curve", [0, 2, 4, 6]]);
    expect(series.xLabel).toBe("training step, of = [2, 7] in each");
  });

  it("makes groups of two for what gives a number for each group", () => {
    const firstOf = factoryOf("first-of", {
      level: "group",
      inputs: [{ name: "of", level: "rollout" }],
      apply: ([of], layout) =>
        fullSignal(
          "group",
          [...groupOffsets(layout)].slice(0, -1).map((r) => of?.values[r] ?? 0),
        ),
    });
    expect(plot(firstOf, "over members [1, 0, 0.5, 2]")).toMatchObject({
      values: [1, 0.5],
      given: [
        { name: "of 1", values: [1, 0.5] },
        { name: "of 2", values: [0, 2] },
      ],
      xLabel: "group",
    });
  });

  it("takes each point for a group of its own where there is a number for each group", () => {
    const doubled = factoryOf("doubled", {
      level: "group",
      scope: "batch",
      inputs: [{ name: "of" }],
      apply: ([of]) => fullSignal("group", of?.values.map((value) => 2 * value) ?? []),
    });
    const series = plot(doubled, "over of 0..1");
    expect([series.values.length, at(series, 0.5), at(series, 1)]).toEqual([POINTS, 1, 2]);
  });

  it("has one bar for one number of several", () => {
    expect(plot(meanOf, "over members [1, 0, 0.5]")).toMatchObject({
      kind: "bars",
      values: [0.5],
      xLabel: "from of = [1, 0, 0.5]",
    });
  });

  it("draws advantages of a group, a missing reward as 0", () => {
    const settings = '{ scale: "none" } over members';
    expect(plot(groupRelative, `${settings} [1, 0, 0, 3]`).values).toEqual([0, -1, -1, 2]);
    expect(plot(groupRelative, `${settings} [1, null, 3]`).values).toEqual([-1, 0, 1]);
  });

  it("refuses to draw an advantage over an input", () => {
    expect(() => plot(groupRelative, "over total 0..1")).toThrowErrorMatchingInlineSnapshot(
      `[Error: Expected \`advantage/group-relative@1\` to be plotted over members, steps or tokens.]`,
    );
  });
});

const TEXT = { title: "a < b", description: "A line.", unit: "reward" };
const curve = (values: readonly (number | null)[]): Series => ({
  kind: "curve",
  at: values.map((_, i) => i),
  values,
  xLabel: "x",
  yLabel: "y",
});
const bars = (values: readonly (number | null)[]): Series => ({ ...curve(values), kind: "bars" });
const pathOf = (svg: string): string => /class="curve l0" d="([^"]*)"/.exec(svg)?.[1] ?? "";

describe("drawPlot", () => {
  it("gives the same bytes for the same values", () => {
    const draw = (): string => drawPlot([{ label: "", series: plot(clip, "{ max: 0.3 } over of 0..1") }], TEXT);
    expect(draw()).toBe(draw());
  });

  it("puts each point where the axes say, and leaves out those on a straight line", () => {
    const svg = drawPlot([{ label: "", series: curve([0, 1, 2, 0]) }], TEXT);
    expect(pathOf(svg)).toBe("M60,266L433.33,62L620,266");
  });

  it("breaks the line where a value is missing", () => {
    const path = pathOf(drawPlot([{ label: "", series: curve([0, 1, null, 1, 0]) }], TEXT));
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it("draws a point without neighbours as a dot", () => {
    const svg = drawPlot([{ label: "", series: curve([1, null, 0, 0.5]) }], TEXT);
    expect(svg.match(/<circle[^>]*>/g)).toEqual(['<circle class="b0" cx="60" cy="62" r="4"/>']);
  });

  it("draws one bar a value with its number, and a cross for a missing one", () => {
    const svg = drawPlot([{ label: "", series: bars([0.5, -0.25, null]) }], TEXT);
    expect(svg.match(/<rect class="b0"/g)).toHaveLength(2);
    expect(svg).toContain(">0.5</text>");
    expect(svg).toContain(">−0.25</text>");
    expect(svg).toContain(">×</text>");
  });

  it("names its axes with their units, its title for readers, and its series", () => {
    const svg = drawPlot(
      [
        { label: "low", series: curve([0, 1]) },
        { label: "high", series: curve([1, 2]) },
      ],
      TEXT,
    );
    for (const part of [
      '<title id="t">a &lt; b</title>',
      "result (reward)",
      ">x →<",
      ">low<",
      ">high<",
      "prefers-color-scheme:dark",
    ]) {
      expect(svg).toContain(part);
    }
  });

  it.each([
    ["a flat line", [1, 1]],
    ["nothing present", [null, null]],
    ["huge values", [-1e300, 1e300]],
  ])("draws %s", (_, values) => {
    expect(drawPlot([{ label: "", series: curve(values) }], TEXT)).not.toMatch(/NaN|Infinity/);
  });
});
