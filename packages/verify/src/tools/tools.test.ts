import type { FieldColumns } from "@guerdon/core/piece";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import {
  matchToolCalls,
  matchToolChain,
  observationContains,
  parseExactJson,
  parsePythonCalls,
  readToolCalls,
  solveReward,
  stateMatch,
  type ToolCall,
  toolCallCheck,
  toolCallFormat,
  toolCallMatch,
  toolChainMatch,
  toolDiversity,
  turnOutcome,
  WholeFloat,
} from "./index.ts";
import { solveProfile, solveSteps } from "./solve-ledger.ts";
import { stepCalls } from "./step-calls.ts";

const f = (given: ToolCall["arguments"]): ToolCall => ({ name: "f", arguments: given });
const g = (given: ToolCall["arguments"]): ToolCall => ({ name: "g", arguments: given });
const line = (call: ToolCall): string => JSON.stringify({ name: call.name, parameters: call.arguments });
const tagged = (...calls: readonly ToolCall[]): string => `<tool_call>\n${calls.map(line).join("\n")}\n</tool_call>`;

describe("matchToolCalls (086: S by hand)", () => {
  const ab = f({ a: 1, b: 2 });
  it.each<[string, ToolCall[], ToolCall[], number]>([
    ["the same", [ab], [ab], 1],
    ["nothing called", [ab], [], 0],
    ["another name", [ab], [g({ a: 1, b: 2 })], 0],
    ["one value of two: 1 + 1 + 1 of 4", [ab], [f({ a: 1, b: 3 })], 3 / 4],
    ["a key short: 1 + 1/2 + 1 of 4", [ab], [f({ a: 1 })], 2.5 / 4],
    ["a key too many: 1 + 2/3 + 2 of 4", [ab], [f({ a: 1, b: 2, c: 3 })], (3 + 2 / 3) / 4],
    ["1 is not the text 1: 1 + 1 + 1 of 4", [ab], [f({ a: "1", b: 2 })], 3 / 4],
    ["an extra call costs by the names: 1/2 + 1 + 2 of 4", [ab], [ab, g({})], 3.5 / 4],
    ["a repeated name is a multiset: 1/2 + 3 of 4", [ab], [ab, ab], 3.5 / 4],
    ["half of two calls: 1/2 + 3 of 1 + 3 + 2", [ab, g({ x: 0 })], [ab], 3.5 / 6],
    ["two calls the other way round", [ab, g({ x: 0 })], [g({ x: 0 }), ab], 1],
    ["no parameters: 1 + 1 of 2", [g({})], [g({}), f({})], 1.5 / 2],
  ])("%s", (_, gold, calls, share) => {
    expect(matchToolCalls(gold, calls).share).toBeCloseTo(share, 12);
  });

  it("strict, counts names and keys only in the same order", () => {
    const swapped = [g({ x: 0 }), ab];
    expect(matchToolCalls([ab, g({ x: 0 })], swapped, { order: "strict" }).share).toBeCloseTo(5 / 6, 12);
    expect(matchToolCalls([ab], [f({ b: 2, a: 1 })], { order: "strict" }).share).toBe(1);
    expect(matchToolCalls([ab], [f({ b: 2, a: 9 })], { order: "strict" }).share).toBeCloseTo(2 / 4, 12);
  });

  it("tool and coarse, counts whole calls", () => {
    const near = f({ a: 1, b: 3 });
    expect(matchToolCalls([ab], [near], { granularity: "tool" }).share).toBeCloseTo(1 / 2, 12);
    expect(matchToolCalls([ab, g({})], [g({}), near], { granularity: "tool" }).share).toBeCloseTo(2 / 3, 12);
    expect(matchToolCalls([ab], [near], { granularity: "coarse" }).share).toBe(0);
    expect(matchToolCalls([ab, g({})], [g({}), ab], { granularity: "coarse" }).share).toBe(1);
    expect(matchToolCalls([ab, g({})], [g({}), ab], { granularity: "coarse", order: "strict" }).share).toBe(0);
  });

  it("optimal, finds an assignment that taking the best in turn misses", () => {
    const gold = [f({ a: 1, b: 2 }), f({ a: 1, b: 9, c: 3 })];
    const calls = [f({ a: 1, b: 2, c: 3 }), f({ a: 1, b: 2 })];
    const greedy = matchToolCalls([f({ a: 1 }), f({ a: 1, b: 2, c: 3 })], [f({ a: 1, b: 2, c: 3 }), f({ a: 1 })]);
    expect(greedy.assigned).toEqual([1, 0]);
    expect(matchToolCalls(gold, calls, { assignment: "optimal" }).score).toBeGreaterThanOrEqual(
      matchToolCalls(gold, calls).score,
    );
    const values = (a: number, b: number) => f({ a, b });
    const first = [values(1, 2), values(1, 3)];
    const second = [values(1, 3), values(1, 9)];
    expect(matchToolCalls([values(1, 4), ...first.slice(1)], second).assigned).toEqual([0, 1]);
    expect(matchToolCalls([values(1, 4), ...first.slice(1)], second, { assignment: "optimal" }).assigned).toEqual([
      1, 0,
    ]);
  });
});

describe("tool-call-match", () => {
  it("scores −3 … 3, the lowest for what cannot be read", async () => {
    const expected = tagged(f({ a: 1, b: 2 }));
    const calls = [
      expected,
      `<think>x</think>\n${tagged(f({ b: 2, a: 1 }))}`,
      tagged(f({ a: 1, b: 3 })),
      "<tool_call>\n{'name': 'f'}\n</tool_call>",
      "no call",
      "<tool_call>",
    ];
    expect(await scoreRows(toolCallMatch(), { calls, expected: calls.map(() => expected) })).toEqual([
      [3, "4 of 4"].map((x) => (x === "4 of 4" ? "1 of 1" : x)),
      [3, "1 of 1"],
      [1.5, "3 of 4"],
      [-3, "the text is not valid JSON"],
      [-3, "the text calls no tool"],
      [-3, "<tool_call> is not closed"],
    ]);
  });

  it("gives all the same where the gold has no call, and blames the task for gold that cannot be read", async () => {
    const calls = [tagged(f({})), "words", "words"];
    const expected = ["<think>a</think>\n<response>b</response>", [], "<tool_call>{</tool_call>"];
    expect(await scoreRows(toolCallMatch(), { calls, expected })).toEqual([
      [0, "the gold has no calls"],
      [0, "the gold has no calls"],
      ["task", "Expected `expected` to hold tool calls, got none: the text is not valid JSON."],
    ]);
  });

  it("loose, takes 1 for the text 1", async () => {
    const columns = { calls: [tagged(f({ a: "1", b: " True" }))], expected: [tagged(f({ a: 1, b: true }))] };
    expect(await scoreValues(toolCallMatch({ compare: "loose" }), columns)).toEqual([3]);
    expect(await scoreValues(toolCallMatch(), columns)).toEqual([0]);
  });
});

describe("readToolCalls", () => {
  it.each<[string, unknown]>([
    ['{"name": "f", "arguments": {"a": 1}}', f({ a: 1 })],
    ['[{"function": {"name": "f", "arguments": "{\\"a\\": 1}"}}]', f({ a: 1 })],
    ['<tool_call>{"name": "f", "arguments": {"a": 1}}</tool_call>', f({ a: 1 })],
    ["[f(a=1)]", f({ a: 1 })],
    ["f(a=1)", f({ a: 1 })],
    ["```python\n[f(a=1)]\n```", f({ a: 1 })],
    ['[{"f": {"a": 1}}]', f({ a: 1 })],
    ['{"name": "f", "kwargs": {"a": 1}}', f({ a: 1 })],
  ])("%s", (text, call) => {
    expect(readToolCalls(text)).toEqual({ calls: [call] });
  });

  it("reads several blocks, lines and calls as they stand", () => {
    const text = `${tagged(f({ a: 1 }), g({}))} and ${tagged(f({ a: 2 }))}`;
    expect(readToolCalls(text)).toEqual({ calls: [f({ a: 1 }), g({}), f({ a: 2 })] });
    expect(readToolCalls([{ id: "1", type: "function", function: { name: "g", arguments: "" } }])).toEqual({
      calls: [g({})],
    });
  });

  it.each([
    ["<tool_call>[1]</tool_call>", "a call is no object"],
    ['{"name": "f"}', "the call of f has no arguments"],
    ['{"name": "f", "arguments": "x"}', "the arguments of f are no object"],
    ["</tool_call>", "</tool_call> stands without <tool_call>"],
    ["f(a=1", "expected `,` or `)` at 5, got the end"],
    ["f(1)", 'expected a name at 2, got "1)"'],
    ["[f(a=__import__('os').system('x'))]", "expected a name at 16, got \"'os').system\""],
    [`f(a=${"[".repeat(5000)})`, "values are nested more than 200 deep"],
    ["f(a=9**9**9**9)", "a number is too large"],
  ])("%s: %s", (text, why) => {
    expect(readToolCalls(text)).toEqual({ why });
  });

  it("keeps hostile text in linear time and memory", () => {
    for (const unit of [
      "f(",
      "[",
      "{",
      "<tool_call>",
      "a=1,",
      "'",
      '"',
      "\\",
      "#\n",
      "f(a=1),",
      '{"a":',
      "1",
      "-",
      "\u0000",
      "\ud800",
      "**",
    ]) {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      for (const syntax of ["auto", "python", "tagged", "json"] as const) {
        const start = performance.now();
        readToolCalls(text, { syntax });
        expect(performance.now() - start, `${unit} ${syntax}`).toBeLessThan(1000);
      }
    }
    expect(readToolCalls("x".repeat(10_000_000))).toMatchObject({ tooLong: true });
  });
});

describe("Python literals and exact JSON", () => {
  it("reads them as Python would, without evaluating anything", () => {
    const text = `[m.f(a=-1.0, b="it's", c='a\\n\\u00e9' "b", d=[1, 2.5, (3,)], e={'k': None, "t": True}, f=2*3+1/4, g=0x1F, h=name, i=g(x=1), j=1_000)]`;
    expect(parsePythonCalls(text)).toEqual({
      value: [
        {
          name: "m.f",
          arguments: {
            a: new WholeFloat(-1),
            b: "it's",
            c: "a\néb",
            d: [1, 2.5, [3]],
            e: { k: null, t: true },
            f: 6.25,
            g: 31,
            h: "name",
            i: { g: { x: 1 } },
            j: 1000,
          },
        },
      ],
    });
  });

  it("tells 1.0 and 1e3 from integers in JSON too", () => {
    expect(parseExactJson('{"a": 1.0, "b": 1, "c": [1e3, 0.5], "d": "1.0\\u00e9\\/"}')).toEqual({
      value: { a: new WholeFloat(1), b: 1, c: [new WholeFloat(1000), 0.5], d: "1.0é/" },
    });
    expect(parseExactJson("{'a': 1.0}")).toEqual({ why: "the text is not valid JSON" });
    const own = parseExactJson('{"__proto__": {"x": 1.0}}');
    expect("value" in own && Object.keys(own.value as object)).toEqual(["__proto__"]);
  });
});

describe("tool-call-format (086)", () => {
  const call = "<tool_call>\n{}\n</tool_call>";
  it("asks for the sections the gold has, once each and in order", async () => {
    const both = `<think>a</think>\n${call}\n<response>b</response>`;
    const cases: readonly (readonly [string, string, number])[] = [
      [`<think>a</think>\n${call}`, call, 1],
      [`<think>a</think>\n\n${call}`, call, 0],
      [`<think>a</think>\n${call} `, call, 0],
      [`<think>a</think>\n${call}\n${call}`, call, 0],
      ["<think>a</think>\n<tool_call>{}</tool_call>", call, 0],
      [both, both, 1],
      [`<think>a</think>\n<response>b</response>\n${call}`, both, 0],
      ["<think>a</think>\n<response>b</response>", "<response>", 1],
      ["<response>b</response>", "<response>", 0],
      ["<think>a</think>", "", 1],
    ];
    expect(
      await scoreValues(toolCallFormat(), {
        text: cases.map(([text]) => text),
        expected: cases.map(([, gold]) => gold),
      }),
    ).toEqual(cases.map(([, , value]) => value));
    expect(
      await scoreValues(toolCallFormat({ layout: "free" }), {
        text: [` <think>a</think> <tool_call>{}</tool_call>\n`],
        expected: [[{}]],
      }),
    ).toEqual([1]);
  });
});

describe("tool-call-check", () => {
  const functions = [
    {
      name: "plan",
      parameters: {
        type: "dict",
        properties: {
          day: { type: "string" },
          cost: { type: "float" },
          stops: { type: "array", items: { type: "string" } },
          at: { type: "tuple", items: { type: "float" } },
          who: { type: "dict", properties: {} },
          legs: { type: "array", items: { type: "dict" } },
        },
        required: ["day"],
      },
    },
  ];
  const expected = [
    {
      plan: {
        day: ["April 1, 2024"],
        cost: [5, ""],
        stops: [["New York", "LA"], ""],
        at: [[1.5, 2.5], ""],
        who: [{ name: ["Ann"], age: [3, ""] }, ""],
        legs: [[{ to: ["LA"] }, { to: ["SF"] }], ""],
      },
    },
  ];

  it.each([
    ["[plan(day='april 1 2024')]", 1, undefined],
    ["[plan(day='April 1, 2024', cost=5)]", 1, undefined],
    ["[plan(day='April 1, 2024', cost=5.0)]", 1, undefined],
    ["[plan(day='April 1, 2024', cost='5')]", 0, "wrong-type: cost is str, not float"],
    ["[plan(day='April 1, 2024', cost=True)]", 0, "wrong-type: cost is bool, not float"],
    ["[plan(day='April 2, 2024')]", 0, 'wrong-text: day is "April 2, 2024"'],
    ["[plan(cost=5)]", 0, "missing-required: day is missing"],
    ["[plan(day='April 1, 2024', x=1)]", 0, "unexpected-parameter: there is no x to give"],
    ["[plan(day='April 1, 2024', stops=['new york', 'L.A.'])]", 1, undefined],
    ["[plan(day='April 1, 2024', stops=['LA', 'New York'])]", 0, "wrong-list: stops is another list"],
    ["[plan(day='April 1, 2024', stops=('New York', 'LA'))]", 0, "wrong-type: stops is tuple, not array"],
    ["[plan(day='April 1, 2024', at=(1.5, 2.5))]", 1, undefined],
    ["[plan(day='April 1, 2024', at=[1.5, 2.5])]", 1, undefined],
    ["[plan(day='April 1, 2024', who={'name': 'ann'})]", 1, undefined],
    ["[plan(day='April 1, 2024', who={'name': 'ann', 'age': 4})]", 0, "wrong-entry: age is 4"],
    ["[plan(day='April 1, 2024', who={'age': 3})]", 0, "wrong-key: the key name is missing"],
    ["[plan(day='April 1, 2024', legs=[{'to': 'la'}, {'to': 'sf'}])]", 1, undefined],
    [
      "[plan(day='April 1, 2024', legs=[{'to': 'sf'}, {'to': 'la'}])]",
      0,
      "wrong-length: the number of objects differs",
    ],
    ["[plan(day='April 1, 2024', legs=[{'to': 'la'}])]", 0, "wrong-length: the number of objects differs"],
    ["[Plan(day='April 1, 2024')]", 0, "wrong-name: Plan is called, not plan"],
    ["[]", 0, "wrong-count: there are 0 calls, not 1"],
    ["[plan(day=]", 0, 'unreadable: expected a name at 10, got "]"'],
  ])("%s: %s", async (calls, value, evidence) => {
    expect(await scoreRows(toolCallCheck(), { calls: [calls], functions: [functions], expected: [expected] })).toEqual([
      evidence === undefined ? [value] : [value, evidence],
    ]);
  });

  it("blames the task for descriptions and answers that do not go together", async () => {
    const columns = {
      calls: ["f()", "f()", "f()"],
      functions: [functions, 5, functions],
      expected: [[{ fly: {} }], expected, "x"],
    };
    expect(await scoreRows(toolCallCheck(), columns)).toEqual([
      ["task", "Expected a gold call to name a described function, got `fly`."],
      ["task", "Expected `functions` to be a list of descriptions with `name` and `parameters.properties`, got none."],
      ["task", "Expected `expected` to be a list of `{ NAME: { PARAMETER: [accepted, …] } }`, got none."],
    ]);
  });
});

describe("tool-chain-match (134)", () => {
  it("weighs order by the longest common chain and arguments by similarity", () => {
    const reference = [g({}), f({ box: [0, 0, 2, 2], d: 1 })];
    expect(matchToolChain(reference, [g({}), f({ box: [1, 0, 3, 2], d: 2 })])).toEqual({
      order: 1,
      similarity: (1 + (1 / 3 + Math.exp(-1)) / 2) / 2,
    });
    expect(matchToolChain(reference, [f({ box: [0, 0, 2, 2], d: 1 }), g({})])).toEqual({ order: 0.5, similarity: 0.5 });
    expect(matchToolChain(reference, [])).toEqual({ order: 0, similarity: 0 });
  });

  it("counts valid calls, and the best of several references", async () => {
    const functions = [{ name: "f", parameters: { properties: { a: { type: "integer" } }, required: ["a"] } }];
    const calls = [[f({ a: 1 })], [f({ a: 1 }), f({ a: "x" })], [f({}), g({})], []].map((list) =>
      list.map((call) => ({ ...call })),
    );
    const columns = {
      calls,
      functions: calls.map(() => functions),
      expected: calls.map(() => [[g({})], [f({ a: 1 })]]),
    } as FieldColumns;
    expect(await scoreValues(toolChainMatch(), columns)).toEqual([1, 0.5 * 0.5, 0, 0]);
  });
});

describe("solve-reward (209)", () => {
  const open = { find: ["Paris"], count: ["12", "30"] };
  const call = (...names: readonly string[]) => names.map((name) => ({ name, arguments: {} }));
  const steps = [
    { action: call("find", "count"), meta: { results: ["It is PARIS", "12 of them"] } },
    { action: call("find", "count"), meta: { results: ["Paris", "12"] } },
    { action: "" },
    { action: "<tool_call>{</tool_call>" },
    { action: "The answer is 1,200." },
    { action: call("count"), meta: { results: ["30"] } },
    { action: "hm" },
    { action: "It is 1200" },
  ];

  it("pays hits by 2s / (n + 1), each answer once, and the branches without calls", async () => {
    const rules = solveReward().options as Parameters<typeof solveSteps>[3];
    const values = solveSteps(stepCalls(steps, {}), open, "1,200", rules).map(({ value }) => value);
    expect(values).toEqual([4 / 3, 0, -0.5, -0.3, 1 / 2, 1, 0.5, 1]);
    const by = (form: "p" | "r" | "pr") =>
      solveSteps(stepCalls(steps.slice(0, 1), {}), open, undefined, { ...rules, form })[0]?.value;
    expect([by("p"), by("r"), by("pr")]).toEqual([1, 2, 2]);
    expect(solveProfile(2, 4, 3)).toEqual({ p: 0.5, r: 2 / 3, f1: expect.closeTo(4 / 7, 12) });
  });

  it("reads results from the observation of the next step", () => {
    const chain = [{ action: call("find") }, { observation: "Paris", action: "done" }];
    const [first] = solveSteps(stepCalls(chain, {}), open, undefined, solveReward().options as never);
    expect(first).toEqual({ value: 1, evidence: "1 of 1 calls, 2 open" });
  });

  it("observationContains asks for every part, and for whole words on demand", () => {
    expect(observationContains("a, b", "B then A")).toBe(true);
    expect(observationContains("a, b", "only a")).toBe(false);
    expect(observationContains("1", "12 then 1", { wholeWords: true })).toBe(true);
    expect(observationContains("", "anything")).toBe(false);
  });
});

describe("turn-outcome and tool-diversity", () => {
  it("tell fine, failed, unreadable, empty and wordy steps apart", () => {
    const steps = [
      { action: "[f(a=1)]", meta: { results: ["7"] } },
      { action: "[f(a=1)]", meta: { results: ["Error: no"] } },
      { action: "[f(a=]" },
      { action: " " },
      { action: "words" },
      { action: { content: null, tool_calls: [{ function: { name: "f", arguments: "{}" } }] } },
    ];
    const out: number[] = [];
    const source = turnOutcome();
    source.score({ steps: [steps] }, { set: (i: number, v: number) => (out[i] = v) } as never, AWAITING, {
      stepOffsets: Int32Array.of(0, 6),
    } as never);
    expect(out).toEqual([0.1, -0.1, -0.2, -0.5, 0, 0.1]);
  });

  it("pay for different tools, by calls or tags, successful ones alone if asked", async () => {
    const calls = [[f({}), g({})], [f({}), f({})], "<search>a</search> <python>1</python>"] as never;
    expect(await scoreValues(toolDiversity(), { calls })).toEqual([0.1, 0, 0]);
    expect(
      await scoreValues(toolDiversity({ tools: ["search", "python"], need: "all", by: "tags" }), { calls }),
    ).toEqual([0, 0, 0.1]);
    const results = [["7", "Error: x"], [], []];
    expect(await scoreValues(toolDiversity({ successful: true }), { calls, results })).toEqual([0, 0, 0]);
    expect(() => toolDiversity({ need: "all" })).toThrow("tools");
  });
});

describe("state-match", () => {
  const module = new URL("./counter-world.test-support.ts", import.meta.url).href;
  const columns: FieldColumns = {
    calls: [
      [
        { name: "add", arguments: { n: 2 } },
        { name: "add", arguments: { n: 1 } },
      ],
      [{ name: "add", arguments: { n: 2 } }],
      [{ name: "add", arguments: { n: 3 } }],
      [],
      "[add(n=3)]",
    ],
    expected: [1, 2, 3, 4, 5].map(() => [{ name: "add", arguments: { n: 3 } }]),
    outputs: [[], [], ["1,200"], [], ["done"]],
    said: [[], [], ["it is 1200"], [], [{ role: "assistant", content: "Done." }]],
  };

  it("compares where the calls lead, not the way", async () => {
    expect(await scoreRows(stateMatch({ module }), columns, AWAITING)).toEqual([
      [1],
      [0, "the state differs at counter.n"],
      [0, "never said: 1,200"],
      [0, "the state differs at counter.n"],
      [1],
    ]);
    expect(await scoreValuesOf(stateMatch({ module, export: "nothing" }))).toBe("task");
  });

  const scoreValuesOf = async (source: Parameters<typeof scoreRows>[0]) =>
    (await scoreRows(source, columns, AWAITING))[0]?.[0];
});
