import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../../random/index.ts";
import { flatLayout, fullSignal, type Signal, SignalBuilder } from "../../signal/index.ts";
import { type Expression, evaluateExpression, formatExpression, parseExpression } from "../index.ts";
import {
  canonicalExpression,
  crossExpressions,
  deriveExpression,
  distinctExpressions,
  enumerateExpressions,
  expressionGrammar,
  fingerprintOf,
  measureExpression,
  mutateExpression,
  type Production,
  productionsOf,
  protectExpression,
  randomExpression,
} from "./index.ts";

const every = expressionGrammar({
  signals: ["a", "b", "top-1"],
  constants: [2, -0.5, 1e-7],
  functions: [
    "+",
    "-",
    "*",
    "/",
    "negate",
    "min",
    "max",
    "clip",
    "log",
    "exp",
    "sqrt",
    "^",
    ">",
    "and",
    "not",
    "where",
    "gate",
  ],
  maxDepth: 5,
});
const ROWS = 40;
const layout = flatLayout([ROWS]);

/** Values of every sign and size, some of them missing. */
function column(name: string): Signal {
  const key = streamKey(3, name);
  const out = new SignalBuilder("rollout", ROWS);
  for (let i = 0; i < ROWS; i++) {
    const draw = uniformAt(key, i);
    if (draw < 0.1) out.abstain(i, "no answer");
    else out.set(i, draw < 0.25 ? 0 : 8 * uniformAt(key, ROWS + i) - 4);
  }
  return out.build();
}
const signals = new Map(every.signals.map((name) => [name, column(name)]));
const probe = { signals, layout };
const drawn: readonly Expression[] = Array.from({ length: 300 }, (_, n) => randomExpression(every, 11, n));

describe("expressionGrammar", () => {
  it("completes what is not given", () => {
    expect(expressionGrammar({ signals: ["a"] })).toEqual({
      signals: ["a"],
      constants: [1],
      functions: ["+", "-", "*", "/"],
      maxDepth: 4,
    });
  });

  it("refuses what cannot be searched over (GUERDON_OPTION)", () => {
    const refused =
      (given: object): (() => unknown) =>
      () =>
        expressionGrammar({ signals: ["a"], ...given });
    expect(refused({ signals: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`signals\` of the grammar to name at least one signal, got none.]`,
    );
    expect(refused({ maxDepth: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`maxDepth\` of the grammar to be at least 1, got 0.]`,
    );
    expect(refused({ constants: [Number.NaN] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`constants\` of the grammar to be finite, got NaN.]`,
    );
    expect(refused({ functions: ["eval"] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`functions\` of the grammar to name functions of numbers, got \`eval\`.]`,
    );
    expect(refused({ functions: ["default"] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`functions\` of the grammar to name functions of numbers, got \`default\`.]`,
    );
  });
});

describe("deriveExpression", () => {
  it("offers leaves alone at the bottom, and the choices are the expression", () => {
    const grammar = expressionGrammar({ signals: ["a", "b"], functions: ["where", "+"], maxDepth: 2 });
    const seen: (readonly [number, number])[] = [];
    const choices = [3, 0, 2, 1];
    const found = deriveExpression(grammar, (allowed, depth) => {
      seen.push([depth, allowed.length]);
      return choices.shift();
    });
    expect(formatExpression(found)).toBe("where(a, 1, b)");
    expect(seen).toEqual([
      [0, 5],
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
    expect(productionsOf(grammar, 2).at(-1)).toEqual({ kind: "call", fn: "+", operands: 2 } satisfies Production);
  });

  it("takes the first production for a choice that is none", () => {
    expect(formatExpression(deriveExpression(every, () => 99))).toBe("a");
    expect(formatExpression(deriveExpression(every, () => undefined))).toBe("a");
  });
});

describe("randomExpression, mutateExpression, crossExpressions", () => {
  it("write trees that read back from JSON of their text, within the depth", () => {
    for (const [n, expression] of drawn.entries()) {
      const other = drawn[(n + 1) % drawn.length] as Expression;
      const mutant = mutateExpression(expression, every, 5, n);
      const child = crossExpressions(expression, other, { seed: 5, number: n, maxDepth: 5 });
      for (const tree of [expression, mutant, child]) {
        const text = JSON.parse(JSON.stringify(formatExpression(tree))) as string;
        expect(parseExpression(text)).toEqual(tree);
        expect(measureExpression(tree).depth).toBeLessThanOrEqual(5);
      }
    }
  });

  it("depend on nothing but seed and number, and move", () => {
    const texts = drawn.map(formatExpression);
    expect(drawn.map((_, n) => formatExpression(randomExpression(every, 11, n)))).toEqual(texts);
    expect(new Set(texts).size).toBeGreaterThan(100);
    const large = parseExpression("a + b * 2 - min(a, b)");
    const mutants = drawn.map((_, n) => formatExpression(mutateExpression(large, every, 3, n)));
    expect(drawn.map((_, n) => formatExpression(mutateExpression(large, every, 3, n)))).toEqual(mutants);
    expect(new Set(mutants).size).toBeGreaterThan(50);
    const children = drawn.map((_, n) =>
      formatExpression(crossExpressions(large, drawn[n] as Expression, { seed: 3, number: n })),
    );
    expect(new Set(children).size).toBeGreaterThan(50);
  });

  it("leave the host alone where no part of the donor fits", () => {
    const host = parseExpression("a + b");
    const crossed = Array.from({ length: 20 }, (_, number) =>
      formatExpression(crossExpressions(host, parseExpression("1"), { seed: 1, number, maxDepth: 1 })),
    );
    expect(new Set(crossed)).toEqual(new Set(["1", "a + b"]));
  });
});

describe("enumerateExpressions", () => {
  it("counts what combinatorics says, each once (by hand)", () => {
    const grammar = expressionGrammar({ signals: ["a", "b"], constants: [], functions: ["+", "-"], maxDepth: 9 });
    const texts = [...enumerateExpressions(grammar, 5)].map(formatExpression);
    // 2 leaves; 3 sums and 4 differences of them; a leaf with one of these 7: 14 sums, 28 differences.
    expect(texts.length).toBe(2 + 7 + 14 + 28);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.slice(0, 9)).toEqual(["a", "b", "a + a", "a + b", "b + b", "a - a", "a - b", "b - a", "b - b"]);
  });

  it("keeps to the depth", () => {
    const grammar = expressionGrammar({ signals: ["a"], constants: [], functions: ["negate"], maxDepth: 3 });
    expect([...enumerateExpressions(grammar, 9)].map(formatExpression)).toEqual(["a", "-a", "--a"]);
  });
});

describe("protectExpression", () => {
  it("divides, takes logarithms, roots and powers safely, and clips (112 §Pieces, by hand)", () => {
    const guarded = (text: string): string => formatExpression(protectExpression(parseExpression(text)));
    expect(guarded("log(a / b)")).toBe("log(abs(where(abs(b) > 0.000001, a / b, 1)) + 0.000001)");
    expect(guarded("sqrt(a) + a ^ 2")).toBe("sqrt(abs(a)) + (abs(a) + 0.000001) ^ 2");
    const clipped = protectExpression(parseExpression("a"), { range: { min: -1, max: 2 } });
    expect(formatExpression(clipped)).toBe("clip(a, -1, 2)");
  });

  it("has a value wherever its signals have, but for overflow", () => {
    const grammar = { ...every, functions: every.functions.filter((fn) => fn !== "exp" && fn !== "^") };
    for (let n = 0; n < 200; n++) {
      const plain = randomExpression(grammar, 23, n);
      const out = evaluateExpression(protectExpression(plain, { range: { min: -5, max: 5 } }), signals, layout);
      out.values.forEach((value, i) => {
        const whole = [...signals.values()].every(({ present }) => present[i] === 1);
        if (whole) expect([formatExpression(plain), out.present[i]]).toEqual([formatExpression(plain), 1]);
        expect(Math.abs(value)).toBeLessThanOrEqual(5);
      });
    }
  });
});

describe("canonicalExpression", () => {
  it.each([
    ["b + a", "a + b"],
    ["max(b, a)", "max(a, b)"],
    ["b - a", "b - a"],
    ["a * 1 + 0", "a"],
    ["0 + 1 * a - 0", "a"],
    ["a / 1 ^ 1", "a"],
    ["--a", "a"],
    ["2 * 3 - 7", "-1"],
    ["0 * a", "0 * a"],
    ["a - a", "a - a"],
    ["1 / 0", "1 / 0"],
    ["0 - a", "0 - a"],
  ])("writes %s as %s", (text, expected) => {
    expect(formatExpression(canonicalExpression(parseExpression(text)))).toBe(expected);
  });

  it("keeps values and missing ones, does nothing twice and never grows (laws)", () => {
    for (const expression of drawn) {
      const canonical = canonicalExpression(expression);
      expect(fingerprintOf(canonical, probe)).toBe(fingerprintOf(expression, probe));
      expect(canonicalExpression(canonical)).toEqual(canonical);
      expect(measureExpression(canonical).size).toBeLessThanOrEqual(measureExpression(expression).size);
    }
  });
});

describe("fingerprintOf, distinctExpressions", () => {
  const print = (text: string): string => fingerprintOf(parseExpression(text), probe);

  it("tells expressions apart by their values and by where they are missing", () => {
    expect(print("a * (b + 1)")).toBe(print("a + b * a"));
    expect(print("a")).not.toBe(print("b"));
    expect(print("a + 1e-6 * b")).not.toBe(print("a"));
    expect(print("a + 0 * b")).not.toBe(print("a"));
    expect(print("0 * a")).toBe(print("-0 * a"));
  });

  it("keeps the least complex of equals", () => {
    const grammar = expressionGrammar({ signals: ["a", "b"], functions: ["+", "*"] });
    const whole = {
      signals: new Map(["a", "b"].map((name, k) => [name, fullSignal("rollout", [2 + k, 5, -3 + 7 * k])])),
      layout: flatLayout([3]),
    };
    const all = [...enumerateExpressions(grammar, 3)].map(formatExpression);
    const kept = distinctExpressions([...enumerateExpressions(grammar, 3)].reverse(), whole).map(formatExpression);
    expect(all.length).toBe(15);
    expect(kept.toSorted()).toEqual(all.filter((text) => !["a * 1", "b * 1", "1 * 1"].includes(text)).toSorted());
  });
});

describe("measureExpression", () => {
  it.each([
    ["a", { size: 1, depth: 1, names: 1, complexity: 1 }],
    ["-2", { size: 1, depth: 1, names: 0, complexity: 1 }],
    ["-a", { size: 2, depth: 2, names: 1, complexity: 3 }],
    ["a + b + a", { size: 5, depth: 3, names: 2, complexity: 11 }],
  ])("measures %s (by hand)", (text, expected) => {
    expect(measureExpression(parseExpression(text))).toEqual(expected);
  });
});
