import { describe, expect, it } from "vitest";
import { codesOf, EXACT, findingsOf, unit, wide } from "./findings-of.test-support.ts";

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
