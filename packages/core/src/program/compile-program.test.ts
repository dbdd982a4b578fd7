import { describe, expect, it } from "vitest";
import { RewardError } from "../error/index.ts";
import { compile, compileProgram, type Finding, term } from "./index.ts";
import { EXACT, library } from "./levels.test-support.ts";

function findingsOf(terms: Record<string, unknown>, total = "a", more: object = {}): readonly Finding[] {
  return compile({ reward: "r", terms, total, ...more }, library).findings;
}

/** Each finding in three lines. */
function shown(findings: readonly Finding[]): string {
  return findings
    .map(({ code, severity, place, reason, fix }) => {
      const { path, at, key } = place;
      const where = `${path.join(".")}${at === undefined ? "" : `@${at}`}${key === true ? " (key)" : ""}`;
      return `${severity} ${code} at ${where || "the root"}\n  ${reason}\n  ${fix}`;
    })
    .join("\n");
}

describe("compile says where a program is wrong, why, and what to do", () => {
  it("when it is no program at all", () => {
    expect(shown(compile(null, library).findings)).toMatchInlineSnapshot(`
      "error GUERDON_PROGRAM at the root
        Expected the program to be valid: Invalid input: expected object, received null.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`."
    `);
    expect(shown(compile({ reward: "", terms: {}, totl: "a" }, library).findings)).toMatchInlineSnapshot(`
      "error GUERDON_PROGRAM at reward
        Expected \`reward\` to be valid: Too small: expected string to have >=1 characters.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.
      error GUERDON_PROGRAM at total
        Expected \`total\` to be valid: Invalid input: expected string, received undefined.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.
      error GUERDON_PROGRAM at the root
        Expected the program to be valid: Unrecognized key: "totl".
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`."
    `);
    expect(shown(findingsOf({ "1a": "2", a: 5 }))).toMatchInlineSnapshot(`
      "error GUERDON_PROGRAM at terms.1a
        Expected \`terms.1a\` to be valid: a term's name is letters, digits and \`_\`, and starts with no digit.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.
      error GUERDON_PROGRAM at terms.a
        Expected \`terms.a\` to be valid: expected an expression, a piece (\`use: …\`) or a function.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`."
    `);
    expect(shown(findingsOf({ a: { ...EXACT, when: 3, range: [0], deadlineMs: 0 } }))).toMatchInlineSnapshot(`
      "error GUERDON_PROGRAM at terms.a.when
        Expected \`terms.a.when\` to be valid: Invalid input: expected string, received number.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.
      error GUERDON_PROGRAM at terms.a.range
        Expected \`terms.a.range\` to be valid: Too small: expected array to have >=2 items.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.
      error GUERDON_PROGRAM at terms.a.deadlineMs
        Expected \`terms.a.deadlineMs\` to be valid: Too small: expected number to be >0.
        A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`."
    `);
  });

  it("when a piece is unknown, of the wrong kind, or an advantage is no advantage", () => {
    expect(shown(findingsOf({ a: { use: "exat" } }))).toMatchInlineSnapshot(`
      "error GUERDON_PIECE_UNKNOWN at terms.a.use
        Expected \`use\` to name a piece, got \`exat\`.
        Did you mean \`exact\`? Search with \`guerdon where exat\`."
    `);
    expect(shown(findingsOf({ a: { use: "grpo" } }))).toMatchInlineSnapshot(`
      "error GUERDON_PIECE_KIND at terms.a.use
        Expected a term to use a source or a piece from signals to a signal, got the advantage \`grpo\`.
        Move it under \`advantage:\`."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: "clip" }))).toMatchInlineSnapshot(`
      "error GUERDON_PIECE_KIND at advantage
        Expected \`advantage\` to use an advantage, got the shaper \`clip\`.
        Move it under \`terms:\`."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "grpoo" } }))).toMatchInlineSnapshot(`
      "error GUERDON_PIECE_UNKNOWN at advantage.use
        Expected \`use\` to name a piece, got \`grpoo\`.
        Did you mean \`grpo\`? Search with \`guerdon where grpoo\`."
    `);
  });

  it("when options do not fit, are unknown, or hide behind names of a prototype", () => {
    expect(shown(findingsOf({ a: { use: "clip", of: "1", min: "low" } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.min
        Expected \`min\` of \`shaper/clip@1\` to be valid, got "low": Invalid input: expected number, received string.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: { use: "clip", of: "1", mim: 0, max: 1 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.mim (key)
        Expected an option of \`shaper/clip@1\`, got \`mim\`.
        Did you mean \`min\`? It takes \`of\`, \`min\`, \`max\`."
    `);
    expect(shown(findingsOf({ a: { ...EXACT, constructor: 1, toString: 2 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.constructor (key)
        Expected an option of \`source/exact@1\`, got \`constructor\`.
        It takes \`text\`, \`expected\`.
      error GUERDON_OPTION at terms.a.toString (key)
        Expected an option of \`source/exact@1\`, got \`toString\`.
        It takes \`text\`, \`expected\`."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "grpo", eps: -1 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at advantage.eps
        Expected \`eps\` of \`advantage/group-relative@1\` to be valid, got -1: Too small: expected number to be >=0.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "grpo", epsilon: 1 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at advantage.epsilon (key)
        Expected an option of \`advantage/group-relative@1\`, got \`epsilon\`.
        Did you mean \`eps\`? It takes \`baseline\`, \`scale\`, \`eps\`, \`epsAt\`, \`single\`, \`zeroStd\`, \`clip\`, \`batch\`, \`batchScale\`, \`batchEps\`, \`batchEpsAt\`, \`filter\`."
    `);
  });

  it("when a field or an input is missing or malformed", () => {
    expect(shown(findingsOf({ a: { use: "exact" } }))).toMatchInlineSnapshot(`
      "error GUERDON_FIELD_MISSING at terms.a
        Expected \`expected\` of \`source/exact@1\` to be given, got nothing.
        Add \`expected: "{{ item.… }}"\` with the field of your rows it should read."
    `);
    expect(shown(findingsOf({ a: { use: "exact", expected: "{{ answer }}" } }))).toMatchInlineSnapshot(`
      "error GUERDON_TEMPLATE at terms.a.expected
        Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`{{ answer }}\`.
        Write \`{{ item.… }}\` or \`{{ sample.output_text }}\`."
    `);
    expect(shown(findingsOf({ a: { use: "clip", min: 0 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a
        Expected \`of\` of \`shaper/clip@1\` to be given, got nothing.
        Add \`of:\` with the term it should read."
    `);
    expect(shown(findingsOf({ a: { use: "clip", of: ["1", "2"], min: 0 } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.of
        Expected \`of\` of \`shaper/clip@1\` to be one expression, got 2.
        Give one, or use a combinator."
    `);
    expect(shown(findingsOf({ a: { use: "weighted-sum", of: [] } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.of
        Expected \`of\` of \`combinator/weighted-sum@1\` to be at least one expression, got 0.
        Name the terms to combine."
    `);
    expect(shown(findingsOf({ a: { use: "affine", of: { use: "length" } } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.of
        Expected \`of\` of \`shaper/affine@1\` to be an expression over terms, got {"use":"length"}.
        Make it a term of its own and write that term's name here."
    `);
    expect(shown(findingsOf({ b: EXACT, a: { use: "weighted-sum", of: ["b", null] } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.of.1
        Expected \`of\` of \`combinator/weighted-sum@1\` to be an expression over terms, got null.
        Make it a term of its own and write that term's name here."
    `);
  });

  it("when an expression does not parse: in a term, an input, a list of inputs, `when` and `total`", () => {
    expect(shown(findingsOf({ a: "1 +" }))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION at terms.a@3
        Expected a number, a name or \`(\` at column 4, got the end.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: { use: "clip", of: "2 * * 3", min: 0 } }))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION at terms.a.of@4
        Expected a number, a name or \`(\` at column 5, got \`*\`.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: { use: "weighted-sum", of: ["1", "max(2"] } }))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION at terms.a.of.1@5
        Expected an operator or \`,\` or \`)\` at column 6, got the end.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: { ...EXACT, when: "1 >" } }))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION at terms.a.when@3
        Expected a number, a name or \`(\` at column 4, got the end.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: "1" }, "a $ 1"))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION at total@2
        Expected a number, a name or an operator at column 3, got \`$\`.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: "1" }, `a${" + a".repeat(5000)}`))).toMatchInlineSnapshot(`
      "error GUERDON_EXPRESSION_LIMIT at total
        Expected an expression with at most 256 levels of nesting, got more.
        Name a part of it as a term of its own, or write a long sum as \`sum(a, b, …)\`."
    `);
  });

  it("when a name is unknown: in `total`, a term, an input, `when`, `reads` and `over`", () => {
    expect(shown(findingsOf({ format: "1" }, "2 * fromat"))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at total@4
        Expected \`fromat\` to be a term of this program, got none of that name.
        Did you mean \`format\`?"
    `);
    expect(shown(findingsOf({ a: "1 + bb" }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at terms.a@4
        Expected \`bb\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
    expect(shown(findingsOf({ a: { use: "clip", of: "1 + bb", min: 0 } }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at terms.a.of@4
        Expected \`bb\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
    expect(shown(findingsOf({ a: { ...EXACT, when: "0 < bb" } }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at terms.a.when@4
        Expected \`bb\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
    expect(shown(findingsOf({ a: term(() => [], { reads: ["bb"] }) }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at terms.a
        Expected \`bb\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "gdpo", over: ["b"] } }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at advantage.over
        Expected \`b\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
  });

  it("when terms depend on each other in a circle", () => {
    expect(shown(findingsOf({ a: "b + 1", b: "c", c: { ...EXACT, when: "a > 0" } }))).toMatchInlineSnapshot(`
      "error GUERDON_CYCLE at terms.a
        Expected terms to depend on each other without a circle, got a → b → c → a.
        Remove one of these dependencies."
    `);
    expect(shown(findingsOf({ a: "a" }))).toMatchInlineSnapshot(`
      "error GUERDON_CYCLE at terms.a
        Expected terms to depend on each other without a circle, got a → a.
        Remove one of these dependencies."
    `);
  });

  it("when levels do not fit: `total`, `when`, `over` and a reduction of what is not finer", () => {
    expect(shown(findingsOf({ a: { use: "steps" } }))).toMatchInlineSnapshot(`
      "error GUERDON_LEVEL at total
        Expected \`total\` to be one value a rollout, got a value a step.
        Reduce the finer terms with \`mean(…)\`, \`sum(…)\`, \`min(…)\` or \`max(…)\`."
    `);
    expect(shown(findingsOf({ s: { use: "tokens" }, a: { ...EXACT, when: "s > 0" } }))).toMatchInlineSnapshot(`
      "error GUERDON_LEVEL at terms.a.when
        Expected \`when\` to be one value a rollout, got a value a token.
        Reduce the finer terms with \`mean(…)\`, \`sum(…)\`, \`min(…)\` or \`max(…)\`."
    `);
    expect(shown(findingsOf({ s: { use: "steps" } }, "mean(s)", { advantage: "gdpo" }))).toMatchInlineSnapshot(`
      "error GUERDON_LEVEL at advantage.over
        Expected \`s\` of \`over\` to be one value a rollout, got a value a step.
        Reduce the finer terms with \`mean(…)\`, \`sum(…)\`, \`min(…)\` or \`max(…)\`."
    `);
    expect(shown(findingsOf({ b: EXACT, a: "1 + mean(b)" }))).toMatchInlineSnapshot(`
      "error GUERDON_LEVEL at terms.a@4
        Expected the one operand of \`mean\` at column 5 to have level step or token, got rollout.
        Give \`mean\` two or more operands."
    `);
    expect(shown(findingsOf({ b: EXACT, a: { ...EXACT, when: "mean(b) > 0" } }))).toMatchInlineSnapshot(`
      "error GUERDON_LEVEL at terms.a.when@0
        Expected the one operand of \`mean\` at column 1 to have level step or token, got rollout.
        Give \`mean\` two or more operands."
    `);
  });

  it("when a range is upside down, or an advantage cannot work with what it is given", () => {
    expect(shown(findingsOf({ a: { ...EXACT, range: [1, 0] } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.range
        Expected \`range\` to be [smallest, largest], got [1, 0].
        Swap the two."
    `);
    expect(shown(findingsOf({ a: term(() => [], { range: [1, 0] }) }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a.range
        Expected \`range\` to be [smallest, largest], got [1, 0].
        Swap the two."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "grpo", over: ["a"] } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at advantage.over (key)
        Expected \`over\` with an advantage that reads single terms, got \`advantage/group-relative@1\`, which reads the total.
        Leave \`over\` out, or use \`gdpo\`."
    `);
    expect(shown(findingsOf({ a: "1" }, "a", { advantage: { use: "gdpo", weights: [1, 2] } }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at advantage
        Expected \`weights\` to have one number for each of the 1 terms of \`over\`, got 2.
        Change it to what is expected."
    `);
    expect(shown(findingsOf({ a: "1" }, "2", { advantage: "gdpo" }))).toMatchInlineSnapshot(`
      "error GUERDON_SHAPE at advantage
        Expected \`over\` to list at least one term, got none.
        Name the terms to normalise one by one: \`over: [format, correct]\`."
    `);
    const weights = { use: "weighted-sum", of: ["1", "2"], weights: [1] };
    expect(shown(findingsOf({ a: weights }))).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a
        Expected \`weights\` to have one number for each of the 2 inputs, got 1.
        Change it to what is expected."
    `);
  });

  it("reports each of several mistakes", () => {
    const findings = findingsOf({ a: { use: "nothing" }, b: "1 +", c: { use: "clip", of: "x", min: 0 } }, "d", {
      advantage: "none",
    });
    expect(findings.map(({ code, place }) => `${code} ${place.path.join(".")}`)).toEqual([
      "GUERDON_PIECE_UNKNOWN terms.a.use",
      "GUERDON_EXPRESSION terms.b",
      "GUERDON_PIECE_UNKNOWN advantage",
      "GUERDON_NAME_UNKNOWN terms.c.of",
      "GUERDON_NAME_UNKNOWN total",
    ]);
  });
});

describe("compileProgram", () => {
  it("throws the first error with all of them in the details", () => {
    let error: unknown;
    try {
      compileProgram({ reward: "r", terms: { a: "1 +", b: "c" }, total: "a" }, library);
    } catch (thrown) {
      error = thrown;
    }
    if (!RewardError.is(error)) throw new Error("Expected a reward error.");
    expect({
      code: error.code,
      message: error.message,
      hint: error.hint,
      details: error.details,
    }).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_EXPRESSION",
        "details": {
          "findings": [
            {
              "code": "GUERDON_EXPRESSION",
              "fix": "Change it to what is expected.",
              "place": {
                "at": 3,
                "path": [
                  "terms",
                  "a",
                ],
              },
              "reason": "Expected a number, a name or \`(\` at column 4, got the end.",
              "severity": "error",
            },
            {
              "code": "GUERDON_NAME_UNKNOWN",
              "fix": "The program has \`a\`, \`b\`.",
              "place": {
                "at": 0,
                "path": [
                  "terms",
                  "b",
                ],
              },
              "reason": "Expected \`c\` to be a term of this program, got none of that name.",
              "severity": "error",
            },
          ],
        },
        "hint": "Change it to what is expected.",
        "message": "terms.a: Expected a number, a name or \`(\` at column 4, got the end. (and 1 more)",
      }
    `);
  });
});

describe("names of a prototype", () => {
  it("are names like any other, and pollute nothing", () => {
    const spec = JSON.parse(
      '{"reward":"r","terms":{"constructor":"1","toString":"constructor + 1","hasOwnProperty":{"use":"exact","expected":"{{ item.constructor }}"}},"total":"toString + hasOwnProperty"}',
    ) as unknown;
    expect(compileProgram(spec, library).terms.map(({ name }) => name)).toEqual([
      "constructor",
      "toString",
      "hasOwnProperty",
    ]);
    expect(shown(findingsOf({ a: "valueOf" }))).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at terms.a@0
        Expected \`valueOf\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
  });

  it("cannot be smuggled in under `__proto__`", () => {
    const parsed = (text: string): unknown => JSON.parse(text) as unknown;
    const inTerms = parsed(
      '{"reward":"r","terms":{"__proto__":{"use":"exact","expected":"x"},"a":"1"},"total":"a + __proto__"}',
    );
    expect(shown(compile(inTerms, library).findings)).toMatchInlineSnapshot(`
      "error GUERDON_NAME_UNKNOWN at total@4
        Expected \`__proto__\` to be a term of this program, got none of that name.
        The program has \`a\`."
    `);
    const inOptions = parsed('{"reward":"r","terms":{"a":{"use":"clip","of":"1","__proto__":{"min":0}}},"total":"a"}');
    expect(shown(compile(inOptions, library).findings)).toMatchInlineSnapshot(`
      "error GUERDON_OPTION at terms.a
        Expected the options of \`shaper/clip@1\` to be valid, got {}: \`clip\` needs \`min\`, \`max\` or both.
        Change it to what is expected."
    `);
    const inProgram = parsed('{"reward":"r","terms":{"a":"1"},"total":"a","__proto__":{"polluted":1}}');
    expect(compile(inProgram, library).program?.terms.length ?? compile(inProgram, library).findings.length).toBe(1);
    expect(({} as { polluted?: number; min?: number }).polluted).toBeUndefined();
  });
});
