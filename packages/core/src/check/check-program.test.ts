import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totalOf } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { runTerms } from "../engine/score-batch.ts";
import { compileProgram, type Finding, type ProgramSpec, parseProgram, term } from "../program/index.ts";
import { makeBatch, type Signal } from "../signal/index.ts";
import { checkProgram } from "./index.ts";

const EXACT = { use: "exact", expected: "{{ item.answer }}" };
const LENGTH = { use: "length" };
const unit = term(() => [], { range: [0, 1] });
const wide = term(() => [], { range: [-3, 3] });
const open = term(() => []);

type Terms = ProgramSpec["terms"];

function findingsOf(terms: Terms, total: string, more: Partial<ProgramSpec> = {}): readonly Finding[] {
  return checkProgram(compileProgram({ reward: "r", terms, total, ...more }, testLibrary));
}

function codesOf(terms: Terms, total: string, more: Partial<ProgramSpec> = {}): readonly string[] {
  return findingsOf(terms, total, more).map(({ code, place }) => `${code} ${place.path.join(".")}`);
}

describe("GUERDON_UNBOUNDED", () => {
  it("is a total that some term leaves without a bound", () => {
    expect(findingsOf({ a: unit, b: open }, "a - b")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_UNBOUNDED",
          "fix": "Shape the open term with \`clip\`, \`sigmoid\` or \`length-step\`, or declare its \`range\`.",
          "place": {
            "path": [
              "total",
            ],
          },
          "reason": "Expected \`total\` to be bounded, got (-∞, ∞): \`b\` cannot be bounded.",
          "severity": "warning",
        },
      ]
    `);
    expect(findingsOf({ a: EXACT, size: LENGTH }, "a - 0.001 * size")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_UNBOUNDED",
          "fix": "Shape the open term with \`clip\`, \`sigmoid\` or \`length-step\`, or declare its \`range\`.",
          "place": {
            "path": [
              "total",
            ],
          },
          "reason": "Expected \`total\` to be bounded, got (-∞, 1]: \`size\` cannot be bounded.",
          "severity": "warning",
        },
        {
          "code": "GUERDON_LENGTH_MONOTONE",
          "fix": "Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "size",
            ],
          },
          "reason": "\`total\` falls with \`size\` (length) without a limit: the empty answer wins whatever the other terms say.",
          "severity": "warning",
        },
      ]
    `);
  });

  it.each<readonly [string, Terms, string]>([
    ["clipped", { a: unit, b: open }, "a - clip(b, 0, 1)"],
    ["clipped by a shaper", { a: unit, b: open, c: { use: "clip", of: "b", min: 0, max: 1 } }, "a - c"],
    ["squashed", { a: unit, b: open }, "a + sigmoid(b)"],
    ["declared", { a: unit, b: { ...LENGTH, range: [0, 500] } }, "a - 0.001 * b"],
    ["only compared", { a: unit, b: open }, "gate(b > 5, a)"],
  ])("is not a total in which the open term is %s", (_, terms, total) => {
    expect(findingsOf(terms, total)).toEqual([]);
  });

  it("names the term at the root, not those made of it, through a chain", () => {
    const terms: Terms = { b: open, c: { use: "affine", of: "b", scale: 2 }, d: "c + 1" };
    const [finding] = findingsOf(terms, "d");
    expect(finding?.reason).toMatchInlineSnapshot(
      `"Expected \`total\` to be bounded, got (-∞, ∞): \`b\`, \`c\`, \`d\` cannot be bounded."`,
    );
  });
});

describe("GUERDON_NON_FINITE", () => {
  it("is an operand that can be where the operation has no value, with its place", () => {
    expect(findingsOf({ a: unit, b: wide }, "a / b")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_NON_FINITE",
          "fix": "Keep the operand away from there with \`max(…)\`, \`clip(…)\` or \`where(…)\`; until then such rollouts are missing.",
          "place": {
            "at": 0,
            "path": [
              "total",
            ],
          },
          "reason": "a / b divides by what may be 0, with \`a\` in [0, 1] and \`b\` in [-3, 3]",
          "severity": "warning",
        },
        {
          "code": "GUERDON_UNBOUNDED",
          "fix": "Shape the open term with \`clip\`, \`sigmoid\` or \`length-step\`, or declare its \`range\`.",
          "place": {
            "path": [
              "total",
            ],
          },
          "reason": "Expected \`total\` to be bounded, got (-∞, ∞).",
          "severity": "warning",
        },
      ]
    `);
    expect(findingsOf({ a: unit, c: { use: "clip", of: "1 + log(a)", min: 0, max: 1 } }, "c")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_NON_FINITE",
          "fix": "Keep the operand away from there with \`max(…)\`, \`clip(…)\` or \`where(…)\`; until then such rollouts are missing.",
          "place": {
            "at": 4,
            "path": [
              "terms",
              "c",
              "of",
            ],
          },
          "reason": "log(a) takes the logarithm of what may be 0 or less, with \`a\` in [0, 1]",
          "severity": "warning",
        },
      ]
    `);
    expect(codesOf({ a: wide, b: "2 * sqrt(a)" }, "clip(b, 0, 1)")).toEqual(["GUERDON_NON_FINITE terms.b"]);
    expect(codesOf({ a: wide, b: { ...EXACT, when: "1 / a > 0" } }, "default(b, 0)")).toContain(
      "GUERDON_NON_FINITE terms.b.when",
    );
  });

  it("points into the right input of a combinator", () => {
    const both = findingsOf({ a: unit, b: { use: "gate", of: "a", pass: "1 / a" } }, "b");
    expect(both.map(({ place }) => place)).toEqual([{ path: ["terms", "b", "pass"], at: 0 }]);
    const listed = findingsOf({ a: unit, b: { use: "product", of: ["a", "2 + log(a)"] } }, "clip(b, 0, 1)");
    expect(listed.map(({ place }) => place)).toEqual([{ path: ["terms", "b", "of", "1"], at: 4 }]);
  });

  it.each<readonly [string, Terms, string]>([
    ["kept away by max", { a: unit, b: wide }, "a / max(b, 0.1)"],
    ["guarded by a condition", { a: unit, b: wide }, "a + gate(b > 0.5, 1 / b)"],
    ["a constant", { a: unit }, "a / 2"],
  ])("is not an operand that is %s", (_, terms, total) => {
    expect(findingsOf(terms, total)).toEqual([]);
  });
});

describe("GUERDON_DOMINATED", () => {
  it("is a term that cannot change the total", () => {
    expect(findingsOf({ a: unit, b: wide }, "max(b + 10, a)")).toMatchInlineSnapshot(`[]`);
    expect(findingsOf({ a: unit, b: "5" }, "a + 0 * b")).toMatchInlineSnapshot(`[]`);
    expect(codesOf({ a: unit, c: { use: "clip", of: "a", min: 2 }, b: wide }, "b + c")).toEqual([
      "GUERDON_DOMINATED terms.c",
    ]);
  });

  it.each<readonly [string, Terms, string]>([
    ["reaches across by a hair", { a: unit, b: wide }, "max(b + 3.9, a)"],
    ["decides only sometimes", { a: unit, b: wide }, "min(a, b)"],
    ["is a condition alone", { a: unit, b: wide }, "gate(b > 0, a)"],
  ])("is not a term that %s", (_, terms, total) => {
    expect(findingsOf(terms, total)).toEqual([]);
  });
});

describe("GUERDON_OUTWEIGHS", () => {
  const bonus = (scale: number, more: object = {}) => ({
    use: "affine",
    of: "style",
    scale,
    protects: "right",
    ...more,
  });

  it("is a term that moves the total as far as one that it protects", () => {
    expect(findingsOf({ right: EXACT, style: unit, extra: bonus(1) }, "right + extra")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_OUTWEIGHS",
          "fix": "Weigh \`extra\` so that the sum stays below 1, or pay it only inside \`gate(right > 0, …)\`.",
          "place": {
            "path": [
              "terms",
              "extra",
              "protects",
            ],
          },
          "reason": "\`extra\` moves \`total\` by up to 1, and \`right\`, which must not be outweighed, by up to 1.",
          "severity": "error",
        },
      ]
    `);
  });

  it("is not one that stays below, or that is paid only with it", () => {
    expect(findingsOf({ right: EXACT, style: unit, extra: bonus(0.99) }, "right + extra")).toEqual([]);
    expect(findingsOf({ right: EXACT, style: unit, extra: bonus(1) }, "right + 0.5 * extra")).toEqual([]);
    expect(findingsOf({ right: EXACT, style: unit, extra: bonus(0.5) }, "gate(right > 0, 1 + extra)")).toEqual([]);
  });

  it("counts several that protect the same term together, and names each", () => {
    const small = term(() => [], { range: [0, 1], protects: ["right"] });
    const findings = findingsOf({ right: EXACT, b: small, c: small }, "right + 0.6 * b + 0.5 * c");
    expect(findings).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_OUTWEIGHS",
          "fix": "Weigh \`b\` so that the sum stays below 1, or pay it only inside \`gate(right > 0, …)\`.",
          "place": {
            "path": [
              "terms",
              "b",
              "protects",
            ],
          },
          "reason": "\`b\` and \`c\` together move \`total\` by up to 1.1, and \`right\`, which must not be outweighed, by up to 1.",
          "severity": "error",
        },
        {
          "code": "GUERDON_OUTWEIGHS",
          "fix": "Weigh \`c\` so that the sum stays below 1, or pay it only inside \`gate(right > 0, …)\`.",
          "place": {
            "path": [
              "terms",
              "c",
              "protects",
            ],
          },
          "reason": "\`b\` and \`c\` together move \`total\` by up to 1.1, and \`right\`, which must not be outweighed, by up to 1.",
          "severity": "error",
        },
      ]
    `);
    expect(findingsOf({ right: EXACT, b: small, c: small }, "right + 0.5 * b + 0.4 * c")).toEqual([]);
  });

  it("follows both through other terms, shapers and combinators", () => {
    const style = term(() => [], { range: [0, 1], protects: ["right"] });
    const right = { use: "affine", of: "right", scale: 2 };
    expect(findingsOf({ right: EXACT, paid: right, style }, "paid + 1.5 * style")).toEqual([]);
    expect(codesOf({ right: EXACT, paid: right, style }, "paid + 2.5 * style")).toEqual([
      "GUERDON_OUTWEIGHS terms.style.protects",
    ]);
    const both = { use: "weighted-sum", of: ["right", "style"], weights: [1, 0.25] };
    expect(findingsOf({ right: EXACT, style, both }, "both")).toEqual([]);
    const worse = { use: "weighted-sum", of: ["right", "style"], weights: [1, 1.25] };
    expect(codesOf({ right: EXACT, style, worse }, "worse")).toEqual(["GUERDON_OUTWEIGHS terms.style.protects"]);
    expect(
      codesOf({ right: EXACT, style, a: "3 * style", b: { use: "clip", of: "a", min: 0, max: 2 } }, "right + b"),
    ).toEqual(["GUERDON_OUTWEIGHS terms.style.protects"]);
  });

  it("has no use for a term that the total does not read", () => {
    const style = term(() => [], { range: [0, 9], protects: ["right"] });
    expect(codesOf({ right: EXACT, style }, "right")).toEqual(["GUERDON_TERM_UNUSED terms.style"]);
  });

  it("says so when `protects` names no term", () => {
    const style = term(() => [], { range: [0, 1], protects: ["rigth"] });
    expect(findingsOf({ right: EXACT, style }, "right + style")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_NAME_UNKNOWN",
          "fix": "Did you mean \`right\`?",
          "place": {
            "path": [
              "terms",
              "style",
              "protects",
            ],
          },
          "reason": "Expected \`protects\` to name a term, got \`rigth\`.",
          "severity": "error",
        },
      ]
    `);
  });
});

describe("GUERDON_GATE_DEAD", () => {
  it("is a condition that never or always holds, in the total, a term or a `when`", () => {
    expect(findingsOf({ a: unit, b: wide }, "a + gate(b > 5, b)")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_GATE_DEAD",
          "fix": "Compare the range of the condition's terms (\`guerdon check --json\` lists them) with the threshold.",
          "place": {
            "at": 4,
            "path": [
              "total",
            ],
          },
          "reason": "b > 5 is never true: \`b\` is in [-3, 3].",
          "severity": "warning",
        },
        {
          "code": "GUERDON_DOMINATED",
          "fix": "Remove it, or change its weight or its place in \`total\`.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "b",
            ],
          },
          "reason": "\`b\` cannot change \`total\`: other terms always decide.",
          "severity": "warning",
        },
      ]
    `);
    expect(findingsOf({ a: EXACT, b: { ...EXACT, when: "a > 1" } }, "a + default(b, 0)")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_GATE_DEAD",
          "fix": "Compare the range of the condition's terms (\`guerdon check --json\` lists them) with the threshold.",
          "place": {
            "path": [
              "terms",
              "b",
              "when",
            ],
          },
          "reason": "\`when\` of \`b\` can never hold.",
          "severity": "warning",
        },
      ]
    `);
    expect(codesOf({ a: EXACT, b: { ...EXACT, when: "a >= 0" } }, "a + default(b, 0)")).toEqual([
      "GUERDON_GATE_DEAD terms.b.when",
    ]);
    expect(codesOf({ a: unit, b: wide, c: "where(a < 2, b, 0)" }, "a + c")).toEqual(["GUERDON_GATE_DEAD terms.c"]);
  });

  it("is not one that holds at one end of the range", () => {
    expect(findingsOf({ a: unit, b: wide }, "a + gate(b >= 3, b)")).toEqual([]);
    expect(findingsOf({ a: EXACT, b: { ...EXACT, when: "a >= 1" } }, "a + default(b, 0)")).toEqual([]);
  });
});

describe("GUERDON_LENGTH_MONOTONE", () => {
  it("is a total that grows with length and nothing else", () => {
    expect(
      findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right + 0.01 * size"),
    ).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_LENGTH_MONOTONE",
          "fix": "Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "size",
            ],
          },
          "reason": "\`total\` grows with \`size\` (length) without a limit: longer answers win whatever they say.",
          "severity": "warning",
        },
      ]
    `);
  });

  it("is a total that falls with length by more than the other terms can make up for", () => {
    expect(findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right - size")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_LENGTH_MONOTONE",
          "fix": "Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "size",
            ],
          },
          "reason": "\`total\` falls with \`size\` (length) without a limit: the empty answer wins whatever the other terms say.",
          "severity": "warning",
        },
      ]
    `);
    expect(findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right - 0.001 * size")).toEqual([]);
  });

  it("is found through terms and shapers: length, affine, clip, total", () => {
    const chain = (scale: number): Terms => ({
      right: EXACT,
      size: LENGTH,
      scaled: { use: "affine", of: "size", scale },
      bounded: { use: "clip", of: "scaled", min: -1, max: 1 },
      paid: "0.5 * right + bounded",
    });
    expect(codesOf(chain(0.01), "paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "-paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "0.5 * right + paid")).toEqual([]);
    expect(codesOf(chain(0), "paid")).not.toContain("GUERDON_LENGTH_MONOTONE terms.size");
  });

  it("names the total for a length that the program does not name", () => {
    const terms: Terms = { right: EXACT, long: { use: "length-step", limit: 9, mode: "penalty" } };
    expect(codesOf(terms, "right - long")).toEqual(["GUERDON_LENGTH_MONOTONE total"]);
    expect(codesOf(terms, "right + 0.5 * long")).toEqual([]);
  });

  it.each<readonly [string, string]>([
    ["behind a gate on correctness that it can close", "gate(size < 400, right)"],
    ["up and down", "right + 0.01 * (size - size ^ 2 / 500)"],
    ["compared alone, downwards", "right + 0.5 * (size < 400)"],
  ])("is not a total in which length goes %s", (_, total) => {
    expect(codesOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, total)).toEqual([]);
  });

  it("does not call growing what a `when` on length can take away", () => {
    const size = { ...LENGTH, range: [0, 999] as const };
    const big = { use: "affine", of: "right", scale: 5000, when: "size < 100" };
    expect(codesOf({ right: EXACT, size, big }, "default(big, 0) + 0.01 * size")).toEqual([]);
  });
});

describe("GUERDON_MISSING_LEAK", () => {
  const good = { ...EXACT, when: "calls > 0" };

  it("is a skipped term read where its condition is not known to hold", () => {
    expect(findingsOf({ calls: wide, good }, "calls + good")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_MISSING_LEAK",
          "fix": "Write \`gate(calls > 0, …)\` around it, or \`default(good, 0)\`.",
          "place": {
            "path": [
              "total",
            ],
          },
          "reason": "\`good\` is skipped unless \`calls > 0\`, and then \`total\` is missing too.",
          "severity": "warning",
        },
      ]
    `);
    expect(codesOf({ calls: wide, good }, "calls + gate(calls > -1, good)")).toEqual(["GUERDON_MISSING_LEAK total"]);
  });

  it("is found through terms and shapers, once for each term", () => {
    const terms: Terms = { calls: wide, good, half: { use: "affine", of: "good", scale: 0.5 }, both: "half + calls" };
    const findings = findingsOf(terms, "both + half");
    expect(findings).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_MISSING_LEAK",
          "fix": "Write \`gate(calls > 0, …)\` around it, or \`default(half, 0)\`.",
          "place": {
            "path": [
              "total",
            ],
          },
          "reason": "\`good\` is skipped unless \`calls > 0\`, and then \`total\` is missing too.",
          "severity": "warning",
        },
      ]
    `);
  });

  it.each<readonly [string, Terms, string]>([
    ["the same condition", { calls: wide, good }, "calls + gate(calls > 0, good)"],
    ["a stronger one", { calls: wide, good }, "calls + gate(calls >= 1, good)"],
    ["`default`", { calls: wide, good }, "calls + default(good, 0)"],
    [
      "the same `when`",
      { calls: wide, good, more: { use: "affine", of: "good", when: "calls > 0" } },
      "default(more, 0)",
    ],
    ["a gate around a shaper", { calls: wide, good, half: { use: "affine", of: "good" } }, "gate(calls > 0, half)"],
    ["a combinator that looks away", { calls: wide, good, half: { use: "gate", of: "good", pass: "calls" } }, "half"],
  ])("is not a term behind %s", (_, terms, total) => {
    expect(codesOf(terms, total)).toEqual([]);
  });
});

describe("GUERDON_TERM_UNUSED", () => {
  it("is a term that nothing reads", () => {
    expect(findingsOf({ a: unit, b: "a * 2" }, "a")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_TERM_UNUSED",
          "fix": "Remove it, or read it in \`total\`.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "b",
            ],
          },
          "reason": "\`b\` is scored but \`total\` does not depend on it.",
          "severity": "warning",
        },
      ]
    `);
  });

  it.each<readonly [string, Terms, string, Partial<ProgramSpec>]>([
    ["by another term", { a: unit, b: "a * 2" }, "b", {}],
    ["by a condition", { a: unit, b: { ...EXACT, when: "a > 0.5" } }, "default(b, 0)", {}],
    ["by a function", { a: unit, b: term(() => [], { reads: ["a"], range: [0, 1] }) }, "b", {}],
    ["by the advantage", { a: unit, b: unit }, "a", { advantage: { use: "gdpo", over: ["a", "b"] } }],
  ])("is not a term that is read %s", (_, terms, total, more) => {
    expect(codesOf(terms, total, more)).toEqual([]);
  });
});

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
