import { describe, expect, it } from "vitest";
import type { Trend } from "../piece/piece.ts";
import type { Interval } from "../signal/interval.ts";
import type { Level } from "../signal/level.ts";
import { deadGatesOf } from "./dead-gates-of.ts";
import * as language from "./index.ts";
import { influenceOf } from "./influence-of.ts";
import { leaksOf } from "./leaks-of.ts";
import { levelOf } from "./level-of.ts";
import { namesOf } from "./names-of.ts";
import { parseExpression } from "./parse-expression.ts";
import { rangeOf } from "./range-of.ts";
import { trendOf } from "./trend-of.ts";

const RANGES: ReadonlyMap<string, Interval> = new Map([
  ["x", { min: -1, max: 1 }],
  ["u", { min: 0, max: 1 }],
  ["n", { min: 0, max: 10 }],
  ["calls", { min: -3, max: 3 }],
  ["good", { min: 0, max: 1 }],
]);
const INFINITE = Number.POSITIVE_INFINITY;

describe("rangeOf", () => {
  it.each<[string, number, number]>([
    ["2 * x - 1", -3, 1],
    ["x - x", 0, 0],
    ["x * x", 0, 1],
    ["x ^ 2", 0, 1],
    ["x ^ 3", -1, 1],
    ["u ^ u", 0, 1],
    ["u / (1 + n)", 0, 1],
    ["clip(5 * x, 0, 2)", 0, 2],
    ["gate(x > 0, x)", 0, 1],
    ["gate(x > 0, x, -x)", 0, 1],
    ["where(calls >= 1 and calls <= 2, calls, 0)", 0, 2],
    ["where(not (calls < 1 or calls > 2), calls, 1)", 1, 2],
    ["gate(n > 20, 100)", 0, 0],
    ["where(x >= u - 0.5, x, 0)", -0.5, 1],
    ["where(u >= x, x, 0)", -1, 1],
    ["where(u - 0.5 >= x, x, 0)", -1, 0.5],
    ["where(x == u, x, 0)", 0, 1],
    ["where(u != 0, 1 + u, 1)", 1, 2],
    ["default(u, -1)", -1, 1],
    ["present(u) + (x > 3)", 0, 1],
    ["mean(u, x)", -0.5, 1],
    ["unknown", -INFINITE, INFINITE],
    ["sigmoid(unknown)", 0, 1],
    ["max(unknown, 0)", 0, INFINITE],
    ["mean(u) + sum(u)", 0, INFINITE],
    ["abs(x) + floor(u * 2.5)", 0, 3],
    ["1 / u", 1, INFINITE],
  ])("puts %s in [%d, %d]", (text, min, max) => {
    const { range } = rangeOf(parseExpression(text), RANGES);
    expect([range.min + 0, range.max + 0]).toEqual([min, max]);
  });

  it("merges equal terms, up to rounding", () => {
    const { range } = rangeOf(parseExpression("x - 0.5 * x + u"), RANGES);
    expect(range.min).toBeCloseTo(-0.5, 10);
    expect(range.max).toBeCloseTo(1.5, 10);
  });

  it("names what may not be finite, with its place and its operands", () => {
    const text = "1 / x + log(u) + sqrt(x) + exp(unknown) + x ^ 0.5 + u ^ -1 + gate(u > 0.1, log(u) / u) + 1e308 * n";
    expect(rangeOf(parseExpression(text), RANGES).hazards).toMatchInlineSnapshot(`
      [
        {
          "at": 0,
          "end": 5,
          "kind": "domain",
          "reason": "1 / x divides by what may be 0, with \`x\` in [-1, 1]",
        },
        {
          "at": 8,
          "end": 14,
          "kind": "domain",
          "reason": "log(u) takes the logarithm of what may be 0 or less, with \`u\` in [0, 1]",
        },
        {
          "at": 17,
          "end": 24,
          "kind": "domain",
          "reason": "sqrt(x) takes the square root of what may be negative, with \`x\` in [-1, 1]",
        },
        {
          "at": 27,
          "end": 39,
          "kind": "overflow",
          "reason": "exp(unknown) may be too large for a number, with \`unknown\` in (-∞, ∞)",
        },
        {
          "at": 42,
          "end": 49,
          "kind": "domain",
          "reason": "x ^ 0.5 raises what may be negative to a broken power, with \`x\` in [-1, 1]",
        },
        {
          "at": 52,
          "end": 58,
          "kind": "domain",
          "reason": "u ^ (-1) raises what may be 0 to a negative power, with \`u\` in [0, 1]",
        },
        {
          "at": 89,
          "end": 98,
          "kind": "overflow",
          "reason": "1e+308 * n may be too large for a number, with \`n\` in [0, 10]",
        },
      ]
    `);
  });

  it("does not trust a condition about one member for all members", () => {
    expect(rangeOf(parseExpression("gate(u > 0.5, mean(log(u)))"), RANGES).hazards).toHaveLength(1);
  });
});

describe("trendOf", () => {
  it.each<[string, string, Trend]>([
    ["2 * x - 1", "x", "increasing"],
    ["1 - u", "u", "decreasing"],
    ["u * x", "x", "increasing"],
    ["u * x", "u", "unknown"],
    ["x ^ 2", "x", "unknown"],
    ["u ^ 2", "u", "increasing"],
    ["1 / (1 + u)", "u", "decreasing"],
    ["x > 0", "x", "increasing"],
    ["x > 5", "x", "constant"],
    ["gate(x > 0, x)", "x", "increasing"],
    ["gate(x > 0, u)", "x", "increasing"],
    ["gate(x > 0, -1)", "x", "decreasing"],
    ["gate(x > 0, x - 1)", "x", "unknown"],
    ["x - 0.5 * x", "x", "increasing"],
    ["x - x", "x", "constant"],
    ["default(gate(x > 0, good), 5)", "x", "unknown"],
    ["default(good, 0)", "good", "increasing"],
    ["exp(-abs(u))", "u", "decreasing"],
    ["mean(u) - max(n, 3)", "n", "decreasing"],
    ["x", "u", "constant"],
  ])("%s in %s is %s", (text, name, trend) => {
    expect(trendOf(parseExpression(text), name, RANGES)).toBe(trend);
  });
});

describe("influenceOf", () => {
  it.each<[string, string, number | undefined]>([
    ["calls + gate(calls > 0, 0.5 * good)", "good", 0.5],
    ["calls + gate(calls > 0, 0.5 * good)", "calls", 6.5],
    ["x", "u", undefined],
    ["x - 0.5 * x", "x", 1],
    ["sigmoid(x)", "x", 0.4621171572600098],
    ["clip(n, 0, 2)", "n", 2],
    ["gate(n > 20, x)", "x", 0],
    ["unknown * u", "unknown", INFINITE],
    ["default(gate(x > 0, good), 5)", "x", 5],
    ["default(good, 5)", "good", 1],
    ["mean(u, x)", "x", 1],
  ])("%s moves with %s by %d", (text, name, most) => {
    const influence = influenceOf(parseExpression(text), name, RANGES);
    if (most === undefined || !Number.isFinite(most)) expect(influence).toBe(most);
    else expect(influence).toBeCloseTo(most, 8);
  });
});

describe("deadGatesOf", () => {
  it("names gates that never open and gates that never close", () => {
    const text =
      "gate(calls > 3, good) + where(u >= 0, 1, 2) + gate(calls > 1, gate(calls > 0, 1)) + gate(0, 1) + gate(calls > 0, 1)";
    expect(deadGatesOf(parseExpression(text), RANGES)).toMatchInlineSnapshot(`
      [
        {
          "at": 0,
          "end": 21,
          "reason": "calls > 3 is never true: \`calls\` is in [-3, 3].",
        },
        {
          "at": 24,
          "end": 43,
          "reason": "u >= 0 is always true: \`u\` is in [0, 1].",
        },
        {
          "at": 62,
          "end": 80,
          "reason": "calls > 0 is always true: \`calls\` is in [1, 3].",
        },
        {
          "at": 84,
          "end": 94,
          "reason": "0 is never true.",
        },
      ]
    `);
  });
});

describe("leaksOf", () => {
  const leaks = (text: string, when: string): readonly string[] =>
    leaksOf(parseExpression(text), new Map([["good", parseExpression(when)]])).map(
      ({ at, end }) => text.slice(0, at) + text.slice(end),
    );

  it.each([
    ["gate(calls > 0, good)", "calls > 0"],
    ["gate(0 < calls, good)", "calls > 0"],
    ["gate(calls > 1, good)", "calls > 0"],
    ["gate(calls >= 1, good)", "calls > 0"],
    ["gate(calls == 2, good)", "calls != 0"],
    ["gate(calls > 0 and x > 0, good)", "calls > 0"],
    ["gate(x > 0, gate(calls > 0, good))", "calls > 0 and x > 0"],
    ["where(calls <= 0, 0, good)", "calls > 0"],
    ["where(not (calls > 0), 0, good)", "calls > 0"],
    ["gate(calls, good)", "calls > 0"],
    ["gate(a + b > c, good)", "b + a > c"],
    ["gate(a > b, good)", "b <= a"],
    ["gate(a > 0 or b > 1, good)", "b > 0 or a > 0"],
    ["gate(calls > 0, mean(good))", "calls > 0"],
    ["default(good, 0) + present(good)", "calls > 0"],
    ["default(0.5 * good + calls, 0)", "calls > 0"],
  ])("sees that %s is safe when %s", (text, when) => {
    expect(leaks(text, when)).toEqual([]);
  });

  it.each([
    ["good", "calls > 0"],
    ["gate(calls >= 0, good)", "calls > 0"],
    ["gate(calls > 0, 1, good)", "calls > 0"],
    ["gate(good > 0, 1)", "calls > 0"],
    ["gate(calls > 0 or x > 0, good)", "calls > 0"],
    ["gate(calls > 0, good)", "calls > 0 and x > 0"],
    ["default(1, good)", "calls > 0"],
    ["gate(a - b > c, good)", "b - a > c"],
  ])("sees that %s may miss it when %s", (text, when) => {
    expect(leaks(text, when)).toHaveLength(1);
  });
});

describe("levelOf", () => {
  const levels = new Map<string, Level>([
    ["b", "batch"],
    ["g", "group"],
    ["r", "rollout"],
    ["s", "step"],
    ["t", "token"],
  ]);

  it.each([
    ["1", "batch"],
    ["g + 1", "group"],
    ["g * t", "token"],
    ["mean(s) + g", "rollout"],
    ["s - mean(t)", "step"],
  ])("%s has level %s", (text, level) => {
    expect(levelOf(parseExpression(text), levels)).toEqual({ level });
  });

  it("finds a reduction with nothing to reduce", () => {
    expect(levelOf(parseExpression("1 + sum(r)"), levels)).toMatchInlineSnapshot(`
      {
        "finding": {
          "at": 4,
          "code": "GUERDON_LEVEL",
          "end": 10,
          "fix": "Give \`sum\` two or more operands.",
          "reason": "Expected the one operand of \`sum\` at column 5 to have level step or token, got rollout.",
        },
      }
    `);
  });

  it("refuses unknown names", () => {
    expect(() => levelOf(parseExpression("q"), levels)).toThrowError(
      expect.objectContaining({ code: "GUERDON_NAME_UNKNOWN" }),
    );
  });
});

describe("all analyses", () => {
  it("stay short on deep and repetitive expressions", () => {
    let gates = "x";
    for (let i = 0; i < 60; i++) gates = `gate(x > ${gates} and x > 0, x + x + u - ${i % 2 ? "u" : "x"}, x)`;
    let sums = "x";
    for (let i = 0; i < 80; i++) sums = `abs(u + u + ${sums})`;
    let either = "a";
    for (let i = 0; i < 60; i++) either = `(${either} or b${i}) and c${i}`;
    for (const text of [gates, sums, `gate(${either}, x)`]) {
      const e = parseExpression(text);
      const started = performance.now();
      rangeOf(e, RANGES);
      trendOf(e, "x", RANGES);
      influenceOf(e, "x", RANGES);
      deadGatesOf(e, RANGES);
      leaksOf(e, new Map([["x", parseExpression(either)]]));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it("keep the order of first use", () => {
    expect(namesOf(parseExpression("b + a * b - min(c, a)"))).toEqual(["b", "a", "c"]);
  });
});

it("exports these names", () => {
  expect(Object.keys(language).sort()).toMatchInlineSnapshot(`
    [
      "FUNCTIONS",
      "broadcastIndex",
      "deadGatesOf",
      "evaluateExpression",
      "formatExpression",
      "formatName",
      "influenceOf",
      "leaksOf",
      "levelOf",
      "namesOf",
      "parseExpression",
      "rangeOf",
      "trendOf",
    ]
  `);
});
