import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RewardError } from "../error/reward-error.ts";
import { formatExpression } from "./format-expression.ts";
import { FUNCTIONS } from "./function/functions.ts";
import { parseExpression } from "./parse-expression.ts";

/** What the parser says about a text: code, message and hint. */
function complaint(text: string): string {
  try {
    return formatExpression(parseExpression(text));
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return [error.code, error.message, error.hint].filter(Boolean).join(" | ");
  }
}

describe("parseExpression", () => {
  it("gives plain JSON with the place of every node", () => {
    expect(parseExpression("a + 2*b")).toEqual({
      kind: "call",
      fn: "+",
      at: 0,
      end: 7,
      args: [
        { kind: "name", name: "a", at: 0, end: 1 },
        {
          kind: "call",
          fn: "*",
          at: 4,
          end: 7,
          args: [
            { kind: "number", value: 2, at: 4, end: 5 },
            { kind: "name", name: "b", at: 6, end: 7 },
          ],
        },
      ],
    });
  });

  it.each([
    ["a - b - c", "a - b - c"],
    ["a - (b - c)", "a - (b - c)"],
    ["2^3^2", "2 ^ 3 ^ 2"],
    ["(2^3)^2", "(2 ^ 3) ^ 2"],
    ["-a^2", "-a ^ 2"],
    ["(-a)^2", "(-a) ^ 2"],
    ["2^-a", "2 ^ (-a)"],
    ["- -a", "--a"],
    ["+a", "a"],
    ["a--b", "a - -b"],
    ["a or b and not c > 1", "a or b and not c > 1"],
    ["(a or b) && !c", "(a or b) and not c"],
    ["!a > 0", "(not a) > 0"],
    ["not a > 0", "not a > 0"],
    ["(a > 0) == b", "(a > 0) == b"],
    ["a**2 || .5e1", "a ^ 2 or 5"],
    ["`top-1` + `and` + `a``b`", "`top-1` + `and` + `a``b`"],
    ["min + max(min, 1)", "min + max(min, 1)"],
    ["größe * 2", "größe * 2"],
    ["\n a\t+\n b ", "a + b"],
    ["__proto__ + constructor", "__proto__ + constructor"],
  ])("reads %j as %j", (text, canonical) => {
    expect(complaint(text)).toBe(canonical);
    expect(complaint(canonical)).toBe(canonical);
  });

  it("says what was expected, where, and what to do", () => {
    const texts = [
      "",
      "a +",
      "(a",
      "a)",
      "a b",
      "2x",
      "a < b < c",
      "a = 1",
      "a ? b : c",
      "a & b",
      "a.b",
      "`a",
      "1 % 2",
    ];
    texts.push("gat(a, b)", "clip(a, 1)", "gate(a)", "abs()", "f(x)", "constructor(1)", "a * not b", "1e999", "a, b");
    texts.push("'a'", "a(b)", "gate(a, b", "and", "[a]", "min(a, )");
    expect(texts.map((text) => `${text} → ${complaint(text)}`).join("\n")).toMatchInlineSnapshot(`
      " → GUERDON_EXPRESSION | Expected a number, a name or \`(\` at column 1, got the end.
      a + → GUERDON_EXPRESSION | Expected a number, a name or \`(\` at column 4, got the end.
      (a → GUERDON_EXPRESSION | Expected an operator or \`)\` at column 3, got the end.
      a) → GUERDON_EXPRESSION | Expected an operator or the end at column 2, got \`)\`. | There is no \`(\` that this one closes.
      a b → GUERDON_EXPRESSION | Expected an operator or the end at column 3, got \`b\`. | Put an operator between two operands, such as \`*\` or \`+\`.
      2x → GUERDON_EXPRESSION | Expected an operator or the end at column 2, got \`x\`. | Put an operator between two operands, such as \`*\` or \`+\`.
      a < b < c → GUERDON_EXPRESSION | Expected one comparison at a time at column 7, got \`<\`. | Write \`a < b and b < c\` for \`a < b < c\`.
      a = 1 → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 3, got \`=\`. | Compare with \`==\`.
      a ? b : c → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 3, got \`?\`. | Write \`where(condition, a, b)\`.
      a & b → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 3, got \`&\`. | Write \`and\` or \`&&\`.
      a.b → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 2, got \`.\`. | Expressions read terms by name; quote a name with other characters with backticks.
      \`a → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 1, got \`\`\`. | Close the name with a backtick; write a backtick within a name twice.
      1 % 2 → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 3, got \`%\`. | Write \`x - y * floor(x / y)\` for a remainder.
      gat(a, b) → GUERDON_EXPRESSION | Expected a function at column 1, got \`gat\`. | Did you mean \`gate\`?
      clip(a, 1) → GUERDON_EXPRESSION | Expected 3 operands of \`clip\` at column 1, got 2. | Write \`clip(x, low, high)\`.
      gate(a) → GUERDON_EXPRESSION | Expected 2 or 3 operands of \`gate\` at column 1, got 1. | Write \`gate(condition, x, otherwise = 0)\`.
      abs() → GUERDON_EXPRESSION | Expected 1 operand of \`abs\` at column 1, got 0. | Write \`abs(x)\`.
      f(x) → GUERDON_EXPRESSION | Expected a function at column 1, got \`f\`. | There are min, max, sum, mean, clip, abs, floor, ceil, round, exp, log, sqrt, sigmoid, tanh, gate, where, default, present.
      constructor(1) → GUERDON_EXPRESSION | Expected a function at column 1, got \`constructor\`. | There are min, max, sum, mean, clip, abs, floor, ceil, round, exp, log, sqrt, sigmoid, tanh, gate, where, default, present.
      a * not b → GUERDON_EXPRESSION | Expected a number, a name or \`(\` at column 5, got \`not\`. | Put \`not …\` in parentheses here.
      1e999 → GUERDON_EXPRESSION | Expected a finite number at column 1, got \`1e999\`.
      a, b → GUERDON_EXPRESSION | Expected an operator or the end at column 2, got \`,\`. | Only the operands of a function are separated by commas.
      'a' → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 1, got \`'\`. | There are no strings; quote a name with backticks.
      a(b) → GUERDON_EXPRESSION | Expected a function at column 1, got \`a\`. | There are min, max, sum, mean, clip, abs, floor, ceil, round, exp, log, sqrt, sigmoid, tanh, gate, where, default, present.
      gate(a, b → GUERDON_EXPRESSION | Expected an operator or \`,\` or \`)\` at column 10, got the end.
      and → GUERDON_EXPRESSION | Expected a number, a name or \`(\` at column 1, got \`and\`.
      [a] → GUERDON_EXPRESSION | Expected a number, a name or an operator at column 1, got \`[\`. | Group with parentheses.
      min(a, ) → GUERDON_EXPRESSION | Expected a number, a name or \`(\` at column 8, got \`)\`."
    `);
  });

  it("keeps the place in the details", () => {
    try {
      parseExpression("a + gat(b)");
      expect.unreachable();
    } catch (error) {
      expect((error as RewardError).details).toEqual({ at: 4, end: 7, expected: "a function", got: "`gat`" });
    }
  });

  it.each([
    ["characters", "a".repeat(11), { maxLength: 10 }],
    ["nodes", "a + b + c", { maxNodes: 4 }],
    ["depth of a chain", "a + b + c + d", { maxDepth: 3 }],
    ["parentheses", `${"(".repeat(300)}a${")".repeat(300)}`, {}],
    ["signs", `${"-".repeat(300)}a`, {}],
    ["plus signs", `${"+".repeat(300)}a`, {}],
    ["powers", `a${"^a".repeat(300)}`, {}],
    ["many open parentheses", "(".repeat(60_000), {}],
  ])("limits %s", (_, text, limits) => {
    expect(() => parseExpression(text, limits)).toThrowError(
      expect.objectContaining({ code: "GUERDON_EXPRESSION_LIMIT" }),
    );
  });

  it("takes a long sum as one call", () => {
    expect(parseExpression(`sum(${Array(2000).fill("a").join(",")})`)).toMatchObject({ fn: "sum" });
  });

  it("throws reward errors only, whatever the text", () => {
    const pieces = [
      ...FUNCTIONS.map(({ name }) => name),
      ..."+-*/^<>=!&|()`,. \n0123456789eabc",
      "1e",
      "__proto__",
      "é",
      "𝒳",
    ];
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((p) => p.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        complaint(text);
      }),
      { numRuns: 3000 },
    );
  });
});
