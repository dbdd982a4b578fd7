import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abstained, failed, type Missing, outcomeAt } from "../signal/index.ts";
import { flatLayout, type Layout } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import { fullSignal, type Signal, SignalBuilder } from "../signal/signal.ts";
import { explain } from "./evaluate/explain.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { formatExpression } from "./format-expression.ts";
import { FUNCTIONS } from "./function/functions.ts";
import { parseExpression } from "./parse-expression.ts";

const ABSENT = abstained("no call");
const WRONG = failed("candidate", "bad JSON");
const BROKEN = failed("judge", "timed out");

function signalOf(level: Level, values: readonly (number | Missing)[]): Signal {
  const builder = new SignalBuilder(level, values.length);
  values.forEach((value, i) => {
    if (typeof value === "number") builder.set(i, value);
    else builder.miss(i, value);
  });
  return builder.build();
}

/** Values, and reasons in the place of missing ones. */
function shown(signal: Signal): readonly (number | string)[] {
  return [...signal.values].map((_, i) => {
    const outcome = outcomeAt(signal, i);
    return outcome.kind === "scored" ? outcome.value : outcome.reason;
  });
}

function evaluate(text: string, terms: { [name: string]: Signal }, layout: Layout): readonly (number | string)[] {
  return shown(evaluateExpression(parseExpression(text), new Map(Object.entries(terms)), layout));
}

/** Two groups of two rollouts; rollouts of 2, 0, 1 and 1 steps and of 3, 1, 0 and 2 tokens. */
const LAYOUT: Layout = {
  groupOf: Int32Array.of(0, 0, 1, 1),
  stepOffsets: Int32Array.of(0, 2, 2, 3, 4),
  tokenOffsets: Int32Array.of(0, 3, 4, 4, 6),
  stepOfToken: Int32Array.of(0, 0, 1, -1, 3, 3),
};

describe("evaluateExpression", () => {
  const x = signalOf("rollout", [1, -2, 0, 3]);
  const y = signalOf("rollout", [10, ABSENT, WRONG, BROKEN]);

  it.each<[string, (number | string)[]]>([
    ["2 * x - 1", [1, -5, -1, 5]],
    ["-x ^ 2", [-1, -4, 0, -9]],
    ["x > 0 and x < 3", [1, 0, 0, 0]],
    ["not x or x == 3", [0, 1, 1, 1]],
    ["x != 0", [1, 1, 0, 1]],
    ["clip(x, -1, 2)", [1, -1, 0, 2]],
    ["max(x, 0, 2)", [2, 2, 2, 3]],
    ["mean(x, 3)", [2, 0.5, 1.5, 3]],
    ["abs(x) + floor(0.5 * x)", [1, 1, 0, 4]],
    ["round(x / 2)", [1, -1, 0, 2]],
    ["sigmoid(0 * x) + tanh(0 * x)", [0.5, 0.5, 0.5, 0.5]],
    ["where(x > 0, x, 0 - x)", [1, 2, 0, 3]],
    ["gate(x > 0, 5)", [5, 0, 0, 5]],
    ["gate(x > 0, 5, -1)", [5, -1, -1, 5]],
  ])("computes %s by hand", (text, expected) => {
    expect(evaluate(text, { x }, LAYOUT).map((v) => (v as number) + 0)).toEqual(expected);
  });

  it.each<[string, (number | string)[]]>([
    ["x + y", [11, "no call", "bad JSON", "timed out"]],
    ["gate(x > 0, y)", [10, 0, 0, "timed out"]],
    ["gate(y > 0, 1, 2)", [1, "no call", "bad JSON", "timed out"]],
    ["where(x < 0, 7, y)", [10, 7, "bad JSON", "timed out"]],
    ["default(y, x)", [10, -2, 0, "timed out"]],
    ["default(1 / x, 9)", [1, -0.5, "1 / x is not finite at x = 0", 1 / 3]],
    ["present(y)", [1, 0, 0, "timed out"]],
    ["present(x)", [1, 1, 1, 1]],
    ["0 * y", [0, "no call", "bad JSON", "timed out"]],
    ["y > 0 or x > 0", [1, "no call", "bad JSON", "timed out"]],
    ["default(y + 1 / x, 0)", [11, 0, "1 / x is not finite at x = 0", "timed out"]],
  ])("knows what missing means in %s", (text, expected) => {
    expect(evaluate(text, { x, y }, LAYOUT)).toEqual(expected);
  });

  it("takes the gravest reason, the first of equals", () => {
    const other = signalOf("rollout", [abstained("second"), BROKEN, ABSENT, failed("sandbox", "crashed")]);
    expect(evaluate("y + z", { y, z: other }, LAYOUT)).toEqual(["second", "timed out", "bad JSON", "timed out"]);
  });

  it.each<[string, number, string]>([
    ["log(x)", -1, "log(x) is not finite at x = -1"],
    ["sqrt(x)", -1, "sqrt(x) is not finite at x = -1"],
    ["exp(x)", 1000, "exp(x) is not finite at x = 1000"],
    ["x ^ 0.5", -1, "x ^ 0.5 is not finite at x = -1"],
    ["min(1 / (x - 2), 5)", 2, "1 / (x - 2) is not finite at x - 2 = 0"],
    ["1e308 * x + 1", 10, "1e+308 * x is not finite at x = 10"],
    ["x / (1 / 0)", 1, "1 / 0 is not finite"],
  ])("turns %s at %d into a failure of the engine", (text, value, reason) => {
    const signal = evaluateExpression(
      parseExpression(text),
      new Map([["x", fullSignal("rollout", [value])]]),
      flatLayout([1]),
    );
    expect(outcomeAt(signal, 0)).toEqual(failed("engine", reason));
    expect([...signal.values]).toEqual([0]);
  });

  it("does not read what a false gate hides", () => {
    expect(evaluate("gate(x > 0, log(x), -9)", { x }, LAYOUT)).toEqual([0, -9, -9, Math.log(3)]);
  });

  it("broadcasts to the finest level", () => {
    const g = signalOf("group", [10, 20]);
    const s = signalOf("step", [1, 2, 3, 4]);
    const t = fullSignal("token", [0, 0, 0, 0, 0, 0]);
    const b = fullSignal("batch", [0.5]);
    expect(evaluate("x + g + b", { x, g, b }, LAYOUT)).toEqual([11.5, 8.5, 20.5, 23.5]);
    expect(evaluate("s + x", { s, x }, LAYOUT)).toEqual([2, 3, 3, 7]);
    expect(evaluate("s + g", { s, g }, LAYOUT)).toEqual([11, 12, 23, 24]);
    expect(evaluate("t + g + b", { t, g, b }, LAYOUT)).toEqual([10.5, 10.5, 10.5, 10.5, 20.5, 20.5]);
    expect(evaluate("t + s", { t, s }, LAYOUT)).toEqual([1, 1, 2, "The token belongs to no step.", 4, 4]);
    expect(evaluate("t + y", { t, y }, LAYOUT)).toEqual([10, 10, 10, "no call", "timed out", "timed out"]);
    expect(evaluate("2 * 3", {}, LAYOUT)).toEqual([6]);
  });

  it("reduces steps and tokens over the members that are present", () => {
    const s = signalOf("step", [1, ABSENT, WRONG, 4]);
    const t = fullSignal("token", [1, 2, 3, 4, 5, 6]);
    expect(evaluate("mean(s)", { s }, LAYOUT)).toEqual([1, "The rollout has no steps.", "bad JSON", 4]);
    expect(evaluate("sum(t) + x", { t, x }, LAYOUT)).toEqual([7, 2, "The rollout has no tokens.", 14]);
    expect(evaluate("max(t) - min(t)", { t }, LAYOUT)).toEqual([2, 0, "The rollout has no tokens.", 1]);
    expect(evaluate("default(mean(2 * s), 0)", { s }, LAYOUT)).toEqual([2, 0, 0, 8]);
    expect(evaluate("s - mean(s)", { s }, LAYOUT)).toEqual([0, "no call", "bad JSON", 0]);
  });

  it.each([2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 21])("adds %d weighted terms from left to right", (count) => {
    const weights = Array.from({ length: count }, (_, k) => (k % 3 === 0 ? 1 : 0.1 * (k + 1)));
    const signs = weights.map((_, k) => (k % 4 === 2 ? -1 : 1));
    const terms = Object.fromEntries(weights.map((_, k) => [`t${k}`, fullSignal("rollout", [1 / (k + 3), 1e3 * k])]));
    const text = weights.map((w, k) => `${signs[k] === 1 ? "+" : "-"} ${w === 1 ? "" : `${w} * `}t${k}`).join(" ");
    const byHand = [0, 1].map((r) =>
      weights.reduce((sum, w, k) => sum + (signs[k] as number) * w * (terms[`t${k}`]?.values[r] as number), 0),
    );
    expect(evaluate(text, terms, flatLayout([2]))).toEqual(byHand);
  });

  it("gives a lone name its own signal", () => {
    expect(evaluateExpression(parseExpression("x"), new Map([["x", x]]), LAYOUT)).toBe(x);
  });

  it("leaves its operands as they were", () => {
    const before = [...x.values];
    evaluate("x * 2 + min(x, 1) - x", { x }, LAYOUT);
    expect([...x.values]).toEqual(before);
  });

  it("handles a batch without rollouts", () => {
    expect(evaluate("x + 1", { x: signalOf("rollout", []) }, flatLayout([]))).toEqual([]);
  });

  it.each([
    [
      "a name without a signal",
      "x + formt",
      "GUERDON_NAME_UNKNOWN",
      "Expected the name of a term at column 5, got `formt`.",
      "Did you mean `format`?",
    ],
    [
      "a name that needs backticks",
      "tool - x",
      "GUERDON_NAME_UNKNOWN",
      "Expected the name of a term at column 1, got `tool`.",
      "Did you mean `tool-calls`? Names with other characters stand in backticks.",
    ],
    [
      "a prototype",
      "__proto__",
      "GUERDON_NAME_UNKNOWN",
      "Expected the name of a term at column 1, got `__proto__`.",
      "There are x, format, tool-calls.",
    ],
    [
      "a reduction of rollouts",
      "1 + mean(x)",
      "GUERDON_LEVEL",
      "Expected the one operand of `mean` at column 5 to have level step or token, got rollout.",
      "Give `mean` two or more operands.",
    ],
  ])("refuses %s", (_, text, code, message, hint) => {
    const terms = new Map([
      ["x", x],
      ["format", x],
      ["tool-calls", x],
    ]);
    expect(() => evaluateExpression(parseExpression(text), terms, LAYOUT)).toThrowError(
      expect.objectContaining({ code, message, hint }),
    );
  });

  it("refuses a signal that does not fit the layout", () => {
    const message = "Expected the signal `x` to have 4 values at level rollout, got 1.";
    expect(() => evaluate("x + 1", { x: signalOf("rollout", [1]) }, LAYOUT)).toThrowError(
      expect.objectContaining({ code: "GUERDON_SHAPE", message }),
    );
  });

  it("refuses a call that no parser made", () => {
    const made = { kind: "call" as const, fn: "constructor", args: [], at: 0, end: 0 };
    expect(() => formatExpression(made)).toThrowError(expect.objectContaining({ code: "GUERDON_EXPRESSION" }));
  });

  it("agrees with one value at a time over several blocks", () => {
    const names = ["a", "b", "c"];
    const count = 5000;
    const cell = (i: number, k: number): number | Missing => {
      const h = Math.imul(i * 3 + k + 1, 2654435761) >>> 0;
      if (i >= 2048 && i < 4096 && h % 11 === 0) return [ABSENT, WRONG, BROKEN][h % 3] as Missing;
      return (h % 17) / 4 - 2;
    };
    const signals = new Map(
      names.map((name, k) => [
        name,
        signalOf(
          "rollout",
          Array.from({ length: count }, (_, i) => cell(i, k)),
        ),
      ]),
    );
    const pool = FUNCTIONS.map((spec) => ({ spec, least: spec.reduce === undefined ? spec.arity[0] : 2 }));
    const trees = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...names, "2", "0.5"),
        fc.constantFrom(...pool).chain(({ spec, least }) =>
          fc.array(tie("tree"), { minLength: least, maxLength: least }).map((args) => {
            if (spec.notation?.form === "infix") return `((${args[0]}) ${spec.name} (${args[1]}))`;
            return spec.notation === undefined
              ? `${spec.name}(${args.join(",")})`
              : `(${spec.notation.symbol} (${args[0]}))`;
          }),
        ),
      ),
    })).tree;
    fc.assert(
      fc.property(trees, (text) => {
        const expression = parseExpression(text);
        if (expression.kind !== "call") return;
        const signal = evaluateExpression(expression, signals, flatLayout([count]));
        const columnOf = (leaf: { kind: string; name?: string }) => ({
          signal: signals.get(leaf.name as string) as Signal,
          text: leaf.name as string,
        });
        for (let i = 0; i < signal.values.length; i += 7) {
          const slow = explain(expression, columnOf as never, i);
          const outcome = outcomeAt(signal, i);
          expect(outcome.kind === "scored" ? outcome.value + 0 : outcome, text).toEqual(
            typeof slow === "number" ? slow + 0 : slow,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
