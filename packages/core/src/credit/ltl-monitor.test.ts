import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps } from "./layouts.test-support.ts";
import { ltlMonitor } from "./ltl-monitor.ts";
import { type LtlFormula, parseLtl } from "./parse-ltl.ts";

type Values = readonly (number | string)[];
type Options = Omit<Parameters<typeof ltlMonitor>[0], "formula">;

function seen(formula: string, of: readonly Values[], options: Options = {}) {
  const columns = of.map((values) => column("step", values));
  return shown(ltlMonitor({ formula, ...options }).apply(columns, steps([of[0]?.length ?? 0])));
}
const robust = (formula: string, ...of: readonly Values[]) => seen(formula, of, { give: "robustness" })[0];

/** ρ by the recursive definition, one place at a time. */
function defined(formula: LtlFormula, of: readonly (readonly number[])[], t: number): number {
  const end = of[0]?.length ?? 0;
  if (formula.op === "predicate") return of[formula.index]?.[t] as number;
  if (formula.op === "not") return -defined(formula.of, of, t);
  if (formula.op === "and") return Math.min(defined(formula.left, of, t), defined(formula.right, of, t));
  if (formula.op === "or") return Math.max(defined(formula.left, of, t), defined(formula.right, of, t));
  if (formula.op === "next") return t + 1 < end ? defined(formula.of, of, t + 1) : -Infinity;
  const [a, b] = formula.window;
  const places = Array.from({ length: end }, (_, u) => u).filter((u) => u >= t + a && u <= t + b);
  if (formula.op === "eventually") return Math.max(...places.map((u) => defined(formula.of, of, u)));
  if (formula.op === "always") return Math.min(...places.map((u) => defined(formula.of, of, u)));
  const sign = formula.op === "until" ? 1 : -1;
  const options = places.map((u) =>
    Math.min(
      sign * defined(formula.right, of, u),
      ...Array.from({ length: u - t }, (_, k) => sign * defined(formula.left, of, t + k)),
    ),
  );
  return sign * Math.max(...options);
}

describe("ltlMonitor", () => {
  it.each([
    ["p0", -1],
    ["not p0", 1],
    ["next p0", 2],
    ["eventually p0", 2],
    ["always p0", -1],
    ["always[1, 2] p0", 0.5],
    ["eventually[2, 2] p0", 0.5],
    ["p1 until p0", 2],
    ["p1 until[2, 5] p0", 0.5],
    ["p0 release p1", 2],
    ["p0 and p1", -1],
    ["p0 or p1", 3],
  ] as const)("finds the robustness of %s (149 §Mechanism 1, by hand)", (formula, expected) => {
    expect(robust(formula, [-1, 2, 0.5], [3, 4, -2])).toBe(expected);
  });

  it.each([
    ["p0 and p1 or p2", "(p0 and p1) or p2"],
    ["not p0 until p1", "(not p0) until p1"],
    ["always p0 and p1", "(always p0) and p1"],
    ["p2 or p0 until p1 and p2", "p2 or ((p0 until p1) and p2)"],
  ])("binds %s as %s", (text, same) => {
    expect(parseLtl(text)).toEqual(parseLtl(same));
  });

  it("equals the recursive definition on random traces and formulas (149 §Experiment, exact part)", () => {
    let seed = 7;
    const draw = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const random = (depth: number): string => {
      if (depth === 0) return `p${draw(3)}`;
      const bounds = () => (draw(2) === 0 ? "" : `[${draw(3)}, ${3 + draw(3)}]`);
      const part = () => `(${random(depth - 1)})`;
      const kind = draw(8);
      if (kind < 2) return `${["not", "next"][kind]} ${part()}`;
      if (kind < 4) return `${["eventually", "always"][kind - 2]}${bounds()} ${part()}`;
      if (kind < 6) return `${part()} ${["and", "or"][kind - 4]} ${part()}`;
      return `${part()} ${["until", "release"][kind - 6]}${bounds()} ${part()}`;
    };
    for (let round = 0; round < 300; round++) {
      const of = Array.from({ length: 3 }, () => Array.from({ length: 1 + draw(6) }, () => draw(9) - 4));
      const length = Math.min(...of.map((values) => values.length));
      const traces = of.map((values) => values.slice(0, length));
      const text = random(1 + draw(3));
      const wanted = defined((parseLtl(text) as { formula: LtlFormula }).formula, traces, 0);
      const got = robust(text, ...traces);
      expect([text, got]).toEqual([text, Number.isFinite(wanted) ? wanted + 0 : "no step decides the formula"]);
    }
  });

  it.each([
    ["not p0", 1],
    ["always not p0", 0],
    ["eventually p0", 1],
    ["next next next p0", 0],
    ["not next next next p0", 1],
    ["always[7, 9] p0", 1],
    ["eventually[7, 9] p0", 0],
  ])("says whether %s holds, which 0 and 1 are enough for", (formula, expected) => {
    expect(seen(formula, [[0, 1, -0]])).toEqual([expected]);
  });

  it("follows a rollout step by step; the last step is the rollout's (twin)", () => {
    const of = [[-1, 0.5, 0.2, 1]];
    const stepwise = { give: "robustness", level: "step" } as const;
    expect(seen("eventually p0", of, stepwise)).toEqual([-1, 0.5, 0.5, 1]);
    expect(seen("always p0", of, stepwise)).toEqual([-1, -1, -1, -1]);
    expect(seen("next p0", of, stepwise)).toEqual(["no step decides the formula", 0.5, 0.5, 0.5]);
    expect(seen("eventually[2, 3] p0", of, { level: "step" })).toEqual([0, 0, 1, 1]);
  });

  it("is missing from the first missing predicate on that it reads", () => {
    const of = [
      [1, "dark", 1],
      ["unread", 1, 1],
    ];
    expect(seen("eventually p0", of)).toEqual(["dark"]);
    expect(seen("eventually p0", of, { level: "step" })).toEqual([1, "dark", "dark"]);
  });

  it("takes rollouts without steps, and none", () => {
    const piece = ltlMonitor({ formula: "always p0" });
    expect(shown(piece.apply([fullSignal("step", [1])], steps([0, 1])))).toEqual(["the rollout has no steps", 1]);
    expect([...piece.apply([fullSignal("step", [])], flatLayout([])).values]).toEqual([]);
    expect(robust("always not p0", [1e308, 1e308])).toBe(-1e308);
    expect(Object.is(robust("not p0", [0]), 0)).toBe(true);
  });

  it("knows range, trend, inputs and defaults", () => {
    const piece = ltlMonitor({ formula: "p0 and not p1 until (p2 or not p2)", give: "robustness" });
    const [low, mid, wide] = [
      { min: -1, max: 1 },
      { min: 0, max: 3 },
      { min: -5, max: 2 },
    ];
    expect(piece.range([low, mid, wide, { min: -99, max: 99 }])).toEqual({ min: -5, max: 5 });
    expect(ltlMonitor({ formula: "p0", give: "robustness" }).range([mid])).toEqual(mid);
    expect(ltlMonitor({ formula: "not p0", give: "robustness" }).range([mid])).toEqual({ min: -3, max: 0 });
    expect(ltlMonitor({ formula: "p0" }).range([mid])).toEqual({ min: 0, max: 1 });
    expect([0, 1, 2, 3].map((k) => piece.trend(k, []))).toEqual(["increasing", "decreasing", "unknown", "constant"]);
    expect(piece.inputs).toEqual([{ name: "of", many: true, level: "step" }]);
    expect(ltlMonitor({ formula: "p0" }).options).toEqual({ formula: "p0", give: "satisfaction", level: "rollout" });
  });

  it("says where a formula cannot be read", () => {
    const texts = [
      "",
      "p0 p1",
      "(p0",
      "eventually[3, 1] p0",
      "always[1 2] p0",
      "until p0",
      "p0 & p1",
      "always[x, 2] p0",
    ];
    expect(texts.map((text) => `${text}: ${(parseLtl(text) as { problem: string }).problem}`)).toMatchInlineSnapshot(`
      [
        ": expected a predicate (p0, p1, …) or an operator at character 1, got the end",
        "p0 p1: expected the end at character 4, got \`p1\`",
        "(p0: expected \`)\` at character 4, got the end",
        "eventually[3, 1] p0: expected a number from 3 on at character 15, got \`1\`",
        "always[1 2] p0: expected \`,\` at character 10, got \`2\`",
        "until p0: expected a predicate (p0, p1, …) or an operator at character 1, got \`until\`",
        "p0 & p1: expected the end at character 4, got \`&\`",
        "always[x, 2] p0: expected a number of steps at character 8, got \`x\`",
      ]
    `);
  });

  it("says what is wrong with it", () => {
    expect(() => ltlMonitor({ formula: "always (p0" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`formula\` of \`credit/ltl-monitor@1\` to be valid, got "always (p0": expected \`)\` at character 11, got the end.]`,
    );
    expect(() => seen("p0 and p2", [[1], [1]])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list at least 3 predicates, as the formula names p2; got 2.]`,
    );
  });

  for (const give of ["satisfaction", "robustness"]) {
    for (const level of ["rollout", "step"]) {
      const options = { formula: "eventually p0", give, level };
      for (const law of lawsOf(ltlMonitor, { options })) it(`${law.name}, ${give} ${level}`, law.check);
    }
  }
});
