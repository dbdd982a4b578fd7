import { describe, expect, it } from "vitest";
import { term } from "../program/index.ts";
import { codesOf, EXACT, findingsOf, type Terms, unit, wide } from "./findings-of.test-support.ts";

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
