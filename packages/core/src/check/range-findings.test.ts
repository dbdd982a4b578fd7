import { describe, expect, it } from "vitest";
import { codesOf, EXACT, findingsOf, LENGTH, open, type Terms, unit, wide } from "./findings-of.test-support.ts";

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
