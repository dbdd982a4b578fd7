import { describe, expect, it } from "vitest";
import { type ProgramSpec, term } from "../program/index.ts";
import { codesOf, EXACT, findingsOf, type Terms, unit, wide } from "./findings-of.test-support.ts";

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
