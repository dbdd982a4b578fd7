import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testLibrary } from "../engine/rollouts.test-support.ts";
import { RewardError } from "../error/index.ts";
import { type AnyFactory, defineShaper, defineSource, makeLibrary } from "../piece/index.ts";
import { UNIT } from "../signal/index.ts";
import { compile, compileProgram, type Finding, type Program, term } from "./index.ts";

const EXACT = { use: "exact", expected: "{{ item.answer }}" };

/** Sources of steps and tokens, a shaper that makes values of groups. */
const LEVELLED: readonly AnyFactory[] = [
  ...(["step", "token"] as const).map((level) =>
    defineSource({
      name: `${level}s`,
      version: 1,
      summary: `One value a ${level}.`,
      options: z.strictObject({}),
      build: () => ({ kind: "source", fields: {}, level, range: UNIT, score: () => {} }),
    }),
  ),
  defineShaper({
    name: "group-mean",
    version: 1,
    summary: "One value a group.",
    options: z.strictObject({ range: z.tuple([z.number(), z.number()]).default([0, 1]) }),
    build: () => ({
      kind: "shaper",
      level: "group",
      scope: "group",
      inputs: [{ name: "of" }],
      range: ([of]) => of ?? UNIT,
      trend: () => "unknown",
      apply: ([of]) => of as never,
    }),
  }),
];
const library = makeLibrary([...testLibrary.factories, ...LEVELLED], testLibrary.presets);

function findingsOf(terms: Record<string, unknown>, total = "a", more: object = {}): readonly Finding[] {
  return compile({ reward: "r", terms, total, ...more }, library).findings;
}

function programOf(terms: Record<string, unknown>, total = "a", more: object = {}): Program {
  return compileProgram({ reward: "r", terms, total, ...more }, library);
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
        Expected a term to use a source, shaper or combinator, got the advantage \`grpo\`.
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
      "error GUERDON_OPTION at advantage
        Expected the options of \`advantage/group-relative@1\` to be valid, got {"epsilon":1}: Unrecognized key: "epsilon".
        Change it to what is expected."
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
      "GUERDON_NAME_UNKNOWN terms.c.of",
      "GUERDON_NAME_UNKNOWN total",
      "GUERDON_PIECE_UNKNOWN advantage",
    ]);
  });
});

describe("compileProgram", () => {
  it("throws the first error with all of them in the details", () => {
    let error: unknown;
    try {
      programOf({ a: "1 +", b: "c" });
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

  it("puts terms in dependency order, whatever the order in the file", () => {
    const { terms } = programOf({ a: "b + c", b: "c * 2", c: { ...EXACT, when: "d > 0" }, d: EXACT });
    expect(terms.map(({ name, reads }) => [name, reads])).toEqual([
      ["d", []],
      ["c", ["d"]],
      ["b", ["c"]],
      ["a", ["b", "c"]],
    ]);
  });

  it("types terms: level, range and how far they reach", () => {
    const { terms } = programOf(
      {
        one: "2 / 4",
        right: EXACT,
        steps: { use: "steps" },
        tokens: { use: "tokens" },
        mixed: "right - 2 * steps",
        group: { use: "group-mean", of: "right" },
        centred: { use: "centre", of: "right" },
        after: "centred + steps",
        free: term(() => []),
        own: term(() => [], { range: [-1, 2], scope: "rollout", reads: ["right"] }),
        declared: { use: "affine", of: "tokens", scale: 5, range: [0, 4] },
      },
      "mean(mixed) + mean(after) + free + own + group + one + mean(declared)",
    );
    const table = terms.map(({ name, level, range, scope, rangeDeclared }) =>
      [name, level, `[${range.min}, ${range.max}]`, scope, ...(rangeDeclared ? ["declared"] : [])].join(" "),
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "one batch [0.5, 0.5] rollout",
        "right rollout [0, 1] rollout",
        "steps step [0, 1] rollout",
        "tokens token [0, 1] rollout",
        "mixed step [-2, 1] rollout",
        "group group [0, 1] group",
        "centred rollout [-1, 1] group",
        "after step [-1, 2] group",
        "free rollout [-Infinity, Infinity] batch",
        "own rollout [-1, 2] rollout declared",
        "declared token [0, 4] rollout declared",
      ]
    `);
  });

  it("knows the level and the range of the total", () => {
    const { totalLevel, totalRange } = programOf({ a: EXACT, b: { use: "steps" } }, "a - 3 * max(b)");
    expect([totalLevel, totalRange]).toEqual(["rollout", { min: -3, max: 1 }]);
  });

  it("makes an implicit term for an input that is not given, one for all that need it", () => {
    const { terms } = programOf({ a: { use: "length-step", limit: 5 }, b: { use: "length-step", limit: 9 } }, "a + b");
    expect(terms.map(({ name, implicit, reads }) => [name, implicit, reads])).toEqual([
      ["length(unit: tokens)", true, []],
      ["a", false, ["length(unit: tokens)"]],
      ["b", false, ["length(unit: tokens)"]],
    ]);
    expect(terms[0]?.body).toMatchObject({
      kind: "source",
      piece: { id: "source/length@1", options: { unit: "tokens" } },
    });
  });

  it("keeps an option of the piece that has the name of a key of terms", () => {
    const { terms } = programOf({ b: EXACT, a: { use: "group-mean", of: "b", range: [5, 3] } });
    expect(terms[1]).toMatchObject({ rangeDeclared: false, body: { piece: { options: { range: [5, 3] } } } });
  });

  it("lets options stand over those of the preset", () => {
    const { piece, name, over } = programOf({ a: EXACT }, "a", { advantage: { use: "grpo/verl", eps: 0.5 } }).advantage;
    expect([piece.id, name, over]).toEqual(["advantage/group-relative@1", "grpo/verl", []]);
    expect(piece.options).toMatchObject({ eps: 0.5, single: "raw" });
  });

  it("uses grpo when no advantage is named, and every term of the total where single terms are read", () => {
    expect(programOf({ a: EXACT }).advantage).toMatchObject({ name: "grpo", over: [] });
    const decoupled = programOf({ a: EXACT, b: EXACT, c: EXACT }, "b + 2 * a", { advantage: "gdpo" });
    expect(decoupled.advantage).toMatchObject({ name: "gdpo", over: ["b", "a"] });
  });

  it("takes `protects` as one name or a list", () => {
    const { terms } = programOf({ a: EXACT, b: { ...EXACT, protects: "a" }, c: { ...EXACT, protects: ["a", "b"] } });
    expect(terms.map(({ protects }) => protects)).toEqual([[], ["a"], ["a", "b"]]);
  });

  it("takes plain functions as terms", () => {
    const { terms } = programOf({ a: () => [], b: term(() => [], { when: "a > 0", deadlineMs: 5, protects: ["a"] }) });
    expect(terms.map(({ body, scope, deadlineMs, protects }) => [body.kind, scope, deadlineMs, protects])).toEqual([
      ["function", "batch", undefined, []],
      ["function", "batch", 5, ["a"]],
    ]);
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

describe("large programs", () => {
  const COUNT = 10_000;
  const named = (termOf: (i: number) => unknown): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [`t${i}`, termOf(i)]));

  it.each([
    ["side by side", () => EXACT],
    ["in one chain, last first", (i: number) => (i === COUNT - 1 ? "1" : `t${i + 1} + 1`)],
    ["each with a condition", (i: number) => (i === 0 ? EXACT : { ...EXACT, when: "t0 > 0" })],
  ])("compiles ten thousand terms %s", (_, termOf) => {
    const started = performance.now();
    const { program, findings } = compile({ reward: "r", terms: named(termOf), total: "t0" }, library);
    expect([program?.terms.length, findings]).toEqual([COUNT, []]);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it.each([
    ["that read names nobody has", (i: number) => `u${i}`, 100],
    ["in one circle", (i: number) => `t${(i + 1) % COUNT}`, 1],
  ])("refuses ten thousand terms %s, with findings one can read", (_, termOf, count) => {
    const started = performance.now();
    const { findings } = compile({ reward: "r", terms: named(termOf), total: "t0" }, library);
    expect(findings.length).toBe(count);
    expect(Math.max(...findings.map(({ reason, fix }) => reason.length + fix.length))).toBeLessThan(500);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
