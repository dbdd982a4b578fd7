import { CallBroker, type CallCounts } from "@guerdon/core/engine";
import type { CallResult, Context, FieldColumns, Pool } from "@guerdon/core/piece";
import { failed, type Json } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { math, mathSources } from "./index.ts";

type Options = Parameters<typeof math>[0];

/** Outcomes of texts against answers, by the bounded rules alone. */
function rowsOf(pairs: readonly (readonly [text: string, expected: Json])[], options: Options = {}, context?: Context) {
  const columns: FieldColumns = { text: pairs.map(([text]) => text), expected: pairs.map(([, expected]) => expected) };
  return scoreRows(math(options), columns, context ?? REFUSING);
}

/** A context in which nothing may be asked. */
const REFUSING: Context = { ...INLINE, call: () => Promise.reject(new Error("Expected no call.")) };

/** A context that writes down what is asked and answers each input in the same way. */
function recording(answer: (input: Json) => CallResult): Context & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    ...INLINE,
    asked,
    call: async (task, inputs, options) => {
      asked.push({ export: task.export, inputs, options });
      return inputs.map(answer);
    },
  };
}

const INTEGRAL = "\\boxed{\\int_0^1 x\\,dx}";

describe("math", () => {
  it("pays a right answer and says why, and nothing for a wrong one or none", async () => {
    const rows = await rowsOf([
      ["So the answer is \\boxed{\\frac12}.", "0.5"],
      ["So the answer is \\boxed{\\frac13}.", "0.5"],
      ["\\boxed{x = 3}", 3],
      ["I do not know.", "0.5"],
      ["", "0.5"],
    ]);
    expect(rows).toMatchInlineSnapshot(`
      [
        [
          1,
          "\\frac12: same number",
        ],
        [
          0,
          "\\frac13: different numbers",
        ],
        [
          1,
          "x = 3: same number",
        ],
        [
          0,
          "I do not know.: only one side has variables",
        ],
        [
          0,
          "no answer found",
        ],
      ]
    `);
  });

  it("takes a list of acceptable answers, the first that fits, whatever its place", async () => {
    const rows = await rowsOf([
      ["\\boxed{7}", ["5", 7, "9"]],
      ["\\boxed{6}", ["5", 7, "9"]],
      ["\\boxed{6}", ["6"]],
    ]);
    expect(rows.map(([value]) => value)).toEqual([1, 0, 1]);
  });

  it("needs no engine for a list of which one answer fits, though another is undecided", async () => {
    const rows = await rowsOf([["\\boxed{\\frac12}", [INTEGRAL, "0.5"]]]);
    expect(rows.map(([value]) => value)).toEqual([1]);
  });

  it.each<readonly [string, Json]>([
    ["nothing", null],
    ["an empty text", "  "],
    ["an empty list", []],
    ["a list with a gap", ["5", null]],
    ["an object", { answer: "5" }],
    ["a truth value", true],
  ])("blames the task for %s in the place of an answer", async (_, expected) => {
    expect(await rowsOf([["\\boxed{5}", expected]])).toEqual([
      ["task", "Expected `expected` to be an answer or a list of answers, got neither."],
    ]);
  });

  it("blames the candidate for a hostile answer and the task for a hostile gold", async () => {
    const tower = "9^{9^{9^{9}}}";
    expect(await rowsOf([[`\\boxed{${tower}}`, "5"]])).toMatchInlineSnapshot(`
      [
        [
          "candidate",
          "candidate: a power of more than 131072 bits",
        ],
      ]
    `);
    expect(await rowsOf([["\\boxed{5}", tower]])).toMatchInlineSnapshot(`
      [
        [
          "task",
          "gold: a power of more than 131072 bits",
        ],
      ]
    `);
    expect(await rowsOf([[`\\boxed{${"(".repeat(500)}5${")".repeat(500)}}`, "5"]])).toMatchInlineSnapshot(`
      [
        [
          "candidate",
          "candidate: nested deeper than 60",
        ],
      ]
    `);
  });

  it("does not call an answer wrong that cannot be compared with all, whatever their order", async () => {
    const tower = "9^{9^{9^{9}}}";
    const rows = await rowsOf([
      ["\\boxed{6}", ["5", tower]],
      ["\\boxed{6}", [tower, "5"]],
      ["\\boxed{5}", [tower, "5"]],
    ]);
    expect(rows.map(([value]) => value)).toEqual(["task", "task", 1]);
  });

  it("refuses a text over the limit and reads one at the limit", async () => {
    const text = "\\boxed{5}";
    expect(await rowsOf([[text, "5"]], { limitCharacters: text.length })).toEqual([[1, "5: same number"]]);
    expect(await rowsOf([[text, "5"]], { limitCharacters: text.length - 1 })).toEqual([
      ["candidate", "Expected at most 8 characters, got 9."],
    ]);
  });

  it.each<readonly [string, Options, string, Json, readonly [number, number]]>([
    ["decimals", { decimals: 2 }, "0.333", "1/3", [0, 1]],
    ["absolute", { absolute: 0.5 }, "10.4", "10", [0, 1]],
    ["relative", { relative: 0.1 }, "109", "100", [0, 1]],
    ["percent", { percent: "either" }, "20", "20\\%", [0, 1]],
    ["units", { units: "required" }, "5\\text{ cm}", "5\\text{ m}", [1, 0]],
    ["strict", { strict: false }, "\\{1,2\\}", "(1,2)", [0, 1]],
  ])("passes the option `%s` on", async (_, options, answer, expected, [without, withIt]) => {
    const pair = [[`\\boxed{${answer}}`, expected]] as const;
    expect([(await rowsOf(pair))[0]?.[0], (await rowsOf(pair, options))[0]?.[0]]).toEqual([without, withIt]);
  });
});

describe("math asks the symbolic engine", () => {
  it("about undecided rows only, all in one call, with its rules and its deadline", async () => {
    const context = recording(() => ({ value: { kind: "equal", reason: "equal by the symbolic engine" } }));
    const rows = await rowsOf(
      [
        [INTEGRAL, "\\frac12"],
        ["\\boxed{5}", "5"],
        [INTEGRAL, "\\frac13"],
      ],
      { deadlineMs: 250, decimals: 3 },
      context,
    );
    expect(rows.map(([value]) => value)).toEqual([1, 1, 1]);
    expect(context.asked).toMatchInlineSnapshot(`
      [
        {
          "export": "compareSymbolically",
          "inputs": [
            {
              "candidate": "\\int_0^1 x\\,dx",
              "gold": "\\frac12",
              "options": {
                "absoluteTolerance": 0,
                "allowSetRelation": false,
                "decimals": 3,
                "percent": "value",
                "relativeTolerance": 0,
                "strict": true,
                "units": "ignored",
              },
            },
            {
              "candidate": "\\int_0^1 x\\,dx",
              "gold": "\\frac13",
              "options": {
                "absoluteTolerance": 0,
                "allowSetRelation": false,
                "decimals": 3,
                "percent": "value",
                "relativeTolerance": 0,
                "strict": true,
                "units": "ignored",
              },
            },
          ],
          "options": {
            "deadlineMs": 250,
          },
        },
      ]
    `);
  });

  it("asks nothing when everything is decided", async () => {
    const context = recording(() => ({ missing: failed("engine", "asked") }));
    await rowsOf([["\\boxed{5}", "5"]], {}, context);
    expect(context.asked).toEqual([]);
  });

  it("passes on what it hears: equal, different, refused and the reason there is no answer", async () => {
    const answers: Record<string, CallResult> = {
      "1": { value: { kind: "equal", reason: "same value" } },
      "2": { value: { kind: "different", reason: "other value" } },
      "3": { value: { kind: "refused", reason: "too large", side: "candidate" } },
      "4": { value: { kind: "refused", reason: "too large", side: "gold" } },
      "5": { missing: failed("candidate", "The task did not finish in 1000 ms.") },
      "6": { missing: failed("engine", "not installed") },
    };
    const context = recording((input) => answers[(input as { gold: string }).gold] as CallResult);
    expect(
      await rowsOf(
        Object.keys(answers).map((gold) => [INTEGRAL, gold] as const),
        {},
        context,
      ),
    ).toEqual([
      [1, "\\int_0^1 x\\,dx: same value"],
      [0, "\\int_0^1 x\\,dx: other value"],
      ["candidate", "too large"],
      ["task", "too large"],
      ["candidate", "The task did not finish in 1000 ms."],
      ["engine", "not installed"],
    ]);
  });

  it("about each answer of a list that is undecided", async () => {
    const context = recording((input) => ({
      value: { kind: (input as { gold: string }).gold === "\\frac12" ? "equal" : "different", reason: "asked" },
    }));
    const rows = await rowsOf([[INTEGRAL, ["\\frac13", "\\frac12"]]], {}, context);
    expect(rows).toEqual([[1, "\\int_0^1 x\\,dx: asked"]]);
    expect(context.asked).toMatchObject([{ inputs: [{ gold: "\\frac13" }, { gold: "\\frac12" }] }]);
  });

  it.each([
    ["equal to one of them", ["equal", "missing", "different"], 1],
    ["not compared with one of them", ["different", "missing", "different"], "sandbox"],
    ["different from all", ["different", "different", "different"], 0],
  ])("and an answer %s is judged so", async (_, said, expected) => {
    const results = said.map(
      (kind): CallResult =>
        kind === "missing" ? { missing: failed("sandbox", "down", true) } : { value: { kind, reason: "asked" } },
    );
    const context: Context = { ...INLINE, call: async () => results };
    const rows = await rowsOf([[INTEGRAL, ["\\frac12", "\\frac13", "\\frac14"]]], {}, context);
    expect(rows.map(([value]) => value)).toEqual([expected]);
  });

  it("once for each distinct pair, with a broker between", async () => {
    const counts: CallCounts = { ran: 0, cached: 0, joined: 0 };
    const asked: Json[] = [];
    const run: Pool["run"] = async (_, inputs) => {
      asked.push(...inputs);
      return inputs.map(() => ({ value: { kind: "equal", reason: "asked" } }));
    };
    const broker = new CallBroker({ run, health: () => undefined as never, close: async () => {} }, undefined);
    const call: Context["call"] = (task, inputs, options) =>
      broker.run({ owner: "math", task, inputs, options, counts });
    const again = [INTEGRAL, "\\frac12"] as const;
    const rows = await rowsOf(
      [again, [`Hence ${INTEGRAL}.`, "\\frac12"], [INTEGRAL, "\\frac13"], again],
      {},
      { ...INLINE, call },
    );
    expect(rows.map(([value]) => value)).toEqual([1, 1, 1, 1]);
    expect([asked.length, counts]).toEqual([2, { ran: 2, cached: 0, joined: 2 }]);
  });
});

describe("math with a pool of processes", () => {
  const pool = processPool({ size: 1 });
  afterAll(() => pool.close());
  const context: Context = { ...INLINE, call: pool.run.bind(pool) };

  it("decides integrals and limits that the bounded rules leave open", async () => {
    const rows = await rowsOf(
      [
        [INTEGRAL, "\\frac12"],
        [INTEGRAL, "\\frac13"],
        ["\\boxed{\\lim_{x\\to 0}\\frac{\\sin x}{x}}", "1"],
      ],
      { deadlineMs: 20_000 },
      context,
    );
    expect(rows).toMatchInlineSnapshot(`
      [
        [
          1,
          "\\int_0^1 x\\,dx: same value by the symbolic engine",
        ],
        [
          0,
          "\\int_0^1 x\\,dx: different by the symbolic engine",
        ],
        [
          1,
          "\\lim_{x\\to 0}\\frac{\\sin x}{x}: equal by the symbolic engine",
        ],
      ]
    `);
  });

  it("blames the candidate when the engine does not finish in time, and decides the next row", async () => {
    const slow = "\\boxed{\\int_0^1 \\int_0^1 \\int_0^1 e^{x^2 y^3 + \\sin(z x)} dx dy dz}";
    const rows = await rowsOf([[slow, "7"]], { deadlineMs: 1 }, context);
    expect(rows).toMatchInlineSnapshot(`
      [
        [
          "candidate",
          "The task \`compareSymbolically\` did not finish in 1 ms.",
        ],
      ]
    `);
    expect((await rowsOf([[INTEGRAL, "\\frac12"]], { deadlineMs: 20_000 }, context)).map(([value]) => value)).toEqual([
      1,
    ]);
  });
});

describe("math keeps the laws of sources", () => {
  const columns = {
    text: ["\\boxed{5}", "no answer", "", "\\boxed{\\{1,2\\}}", "\\boxed{9^{9^{9^9}}}", INTEGRAL],
    expected: ["5", 7, ["a", "b"], "\\{2,1\\}", "1", "\\frac12"],
  };
  const context = { ...INLINE, call: async (_: unknown, inputs: readonly Json[]) => inputs.map(() => EQUAL) };
  const EQUAL: CallResult = { value: { kind: "equal", reason: "asked" } };
  for (const law of lawsOf(math, { columns, context })) it(law.name, law.check);

  it("lists every source of this folder", () => {
    expect(mathSources.map(({ id }) => id)).toEqual(["source/math@1"]);
  });
});
