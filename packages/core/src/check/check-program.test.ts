import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totalOf } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { runTerms } from "../engine/score-batch.ts";
import { compileProgram, parseProgram, term } from "../program/index.ts";
import { makeBatch, type Signal } from "../signal/index.ts";
import { codesOf, EXACT, findingsOf, LENGTH, type Terms, unit, wide } from "./findings-of.test-support.ts";
import { checkProgram } from "./index.ts";

describe("checkProgram", () => {
  it("has nothing to say about a careful program", () => {
    const terms: Terms = {
      format: unit,
      calls: wide,
      good: { ...EXACT, when: "calls > 0" },
      concise: { use: "length-step", limit: 512, bonus: 0.1, protects: "good" },
    };
    const total = "format + calls + gate(calls > 0, 0.5 * good + 0.2 * concise)";
    expect(findingsOf(terms, total, { advantage: { use: "gdpo", over: ["format", "calls"] } })).toEqual([]);
  });

  it("finds things whose places can be found in the file", async () => {
    const text = [
      "reward: r",
      "terms:",
      "  right: { use: exact, expected: x }",
      "  size: { use: length, range: [0, 9] }",
      "  spare:",
      "    use: clip",
      "    of: right + log(size)",
      "    max: 1",
      "total: >-",
      "  right + size",
    ].join("\n");
    const { spec, locate } = await parseProgram(text);
    const findings = checkProgram(compileProgram(spec, testLibrary));
    expect(findings.map(({ code, place }) => [code, locate(place)])).toEqual([
      ["GUERDON_NON_FINITE", { line: 7, column: 17 }],
      ["GUERDON_LENGTH_MONOTONE", { line: 4, column: 3 }],
      ["GUERDON_TERM_UNUSED", { line: 5, column: 3 }],
    ]);
  });

  it("is done with a chain of five thousand terms, and a length at its end, in bounded time", () => {
    const count = 5000;
    const entries = Array.from({ length: count }, (_, i) => [`t${i}`, i === 0 ? "size / 2" : `t${i - 1} + 1`] as const);
    const terms: Terms = { size: { ...LENGTH, range: [0, 9] }, ...Object.fromEntries(entries) };
    const started = performance.now();
    expect(codesOf(terms, `t${count - 1}`)).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it("never has a total outside its range when no bound is missing", async () => {
    const ranges = { a: [0, 1], b: [-3, 3], c: [-1, -0.25] } as const;
    const leaf = fc.constantFrom("a", "b", "c", "0.5", "2", "-1", "s", "k", "w");
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .tuple(fc.constantFrom("+", "-", "*", "/", ">", "<="), tie("expression"), tie("expression"))
          .map(([operator, x, y]) => `(${x} ${operator} ${y})`),
        fc
          .tuple(fc.constantFrom("abs", "exp", "log", "sqrt", "sigmoid", "floor", "-"), tie("expression"))
          .map(([fn, x]) => `${fn}(${x})`),
        fc
          .tuple(fc.constantFrom("min", "max", "gate", "mean"), tie("expression"), tie("expression"))
          .map(([fn, x, y]) => `${fn}(${x}, ${y})`),
      ),
    }));
    const batch = makeBatch(rolloutsOf(Array.from({ length: 6 }, (_, i) => [i < 3 ? "p" : "q", "x", "x"] as const)));
    const share = fc.array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 18,
      maxLength: 18,
    });
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(expression, expression, share, async (total, inner, shares) => {
        const given = (name: keyof typeof ranges, k: number) => {
          const [min, max] = ranges[name];
          return term((rollouts) => rollouts.map((_, r) => min + (shares[6 * k + r] as number) * (max - min)), {
            range: [min, max],
          });
        };
        const terms = {
          a: given("a", 0),
          b: given("b", 1),
          c: given("c", 2),
          s: { use: "affine", of: "b - a", scale: -0.5, offset: 1 },
          k: { use: "clip", of: inner.replaceAll(/\b[skw]\b/g, "b"), min: -2, max: 2 },
          w: { use: "weighted-sum", of: ["a", "s", "c"], weights: [1, -2, 0.5] },
        };
        const program = compileProgram({ reward: "r", terms, total }, testLibrary);
        const bounded = checkProgram(program).every(
          ({ code }) => code !== "GUERDON_UNBOUNDED" && code !== "GUERDON_NON_FINITE",
        );
        if (!bounded) return;
        judged++;
        const results = await runTerms(program.terms, batch, { clock: realClock }, new Map());
        const signals = new Map<string, Signal>([...results].map(([name, { signal }]) => [name, signal]));
        const { values, present } = totalOf(program, signals, batch.layout);
        const { min, max } = program.totalRange;
        const slack = 1e-12 * Math.max(1, Math.abs(min), Math.abs(max));
        values.forEach((value, r) => {
          expect(present[r]).toBe(1);
          expect(value).toBeGreaterThanOrEqual(min - slack);
          expect(value).toBeLessThanOrEqual(max + slack);
        });
      }),
      { numRuns: 300 },
    );
    expect(judged).toBeGreaterThan(30);
  });
});
