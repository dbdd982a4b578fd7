import type { DomainRows } from "../catalogue/verifier-rows.ts";

const file = import.meta.url.endsWith(".ts") ? "./example-world.ts" : "./example-world.js";
const WORLD = { module: new URL(file, import.meta.url).href, export: "exampleWorld" };
const BOOK = [{ name: "book", arguments: { city: "Rome", nights: 2 } }];
const LOOSE = { compare: "loose" };
const STRICT = { order: "strict" };
const PLAN = [
  {
    name: "plan",
    parameters: {
      type: "dict",
      properties: {
        day: { type: "string" },
        cost: { type: "float" },
        stops: { type: "array", items: { type: "string" } },
      },
      required: ["day"],
    },
  },
];
const PLANNED = [{ plan: { day: ["April 1, 2024"], cost: [5, ""], stops: [["Rome", "Pisa"], ""] } }];
const CALL = "<tool_call>\n{}\n</tool_call>";
const FREE = { layout: "free" };
const CHAIN = [
  { name: "depth", arguments: { image: 1 } },
  { name: "scale", arguments: { by: 2 } },
];
const DESCRIBED = [
  { name: "depth", parameters: { type: "dict", properties: { image: { type: "integer" } }, required: ["image"] } },
  { name: "scale", parameters: { type: "dict", properties: { by: { type: "float" } }, required: ["by"] } },
];
const SIMILAR = { value: "arguments" };
const TAGS = { tools: ["search", "python"], need: "all", by: "tags" };
const OPEN = { openAnswers: { find: ["Paris"], count: ["12", "30"] }, answer: "1200" };
const OK = "Ok.";

const call = (...names: readonly string[]): { name: string; arguments: { [key: string]: never } }[] =>
  names.map((name) => ({ name, arguments: {} }));
const step = (
  names: readonly string[],
  ...results: readonly string[]
): { action: ReturnType<typeof call>; meta: { results: readonly string[] } } => ({
  action: call(...names),
  meta: { results },
});
const two = (a: string, b: string): string => `[${a}, ${b}]`;
const cancel = (id: string): { name: string; arguments: { id: string } } => ({ name: "cancel", arguments: { id } });
const addItems = (id: string, count: number): { name: string; arguments: { id: string; count: number } } => ({
  name: "add_items",
  arguments: { id, count },
});

export const rows: DomainRows = {
  "solve-reward": {
    gold: [
      {
        title: "three answers by three calls of two steps, then the final answer",
        fields: {
          steps: [
            step(["find"], "It is Paris"),
            step(["count", "count"], "12", "30"),
            { action: "The answer is 1,200." },
          ],
          ...OPEN,
        },
        value: [1, 4 / 3, 1],
      },
      {
        title: "all in one step: 2 · 3 / 4",
        fields: { steps: [step(["find", "count", "count"], "PARIS", "12", "30"), { action: "It is 1200" }], ...OPEN },
        value: [1.5, 1],
      },
    ],
    nearMisses: [
      {
        title: "the final answer with two answers open",
        fields: { steps: [step(["find"], "Paris"), { action: "It is 1200" }], ...OPEN },
        value: [1, 1 / 3],
      },
      {
        title: "an answer is paid once",
        fields: { steps: [step(["find"], "Paris"), step(["find"], "Paris")], ...OPEN },
        value: [1, 0],
      },
      {
        title: "one of two calls brings nothing: 2 / 3",
        fields: { steps: [step(["find", "count"], "Paris", "13")], ...OPEN },
        value: [2 / 3],
      },
      {
        title: "a call that cannot be read",
        fields: { steps: [{ action: "<tool_call>{</tool_call>" }, { action: "It is 1200" }], ...OPEN },
        value: [-0.3, 1 / 4],
      },
    ],
  },
  "state-match": {
    gold: [
      {
        title: "the calls of the gold",
        fields: { calls: [cancel("a1")], expected: [cancel("a1")] },
        options: WORLD,
        value: 1,
      },
      {
        title: "another way to the same state",
        fields: { calls: [addItems("a2", 1), addItems("a2", 2)], expected: [addItems("a2", 3)] },
        options: WORLD,
        value: 1,
      },
      {
        title: "what must be said is said",
        fields: {
          calls: [cancel("a1")],
          expected: [cancel("a1")],
          outputs: ["12 €"],
          said: [{ role: "assistant", content: "You get 12 € back." }],
        },
        options: WORLD,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "the other order",
        fields: { calls: [cancel("a2")], expected: [cancel("a1")] },
        options: WORLD,
        value: 0,
      },
      {
        title: "one change too many",
        fields: { calls: [cancel("a1"), addItems("a2", 1)], expected: [cancel("a1")] },
        options: WORLD,
        value: 0,
      },
      {
        title: "a tool that is not there",
        fields: { calls: [{ name: "cancel_order", arguments: { id: "a1" } }], expected: [cancel("a1")] },
        options: WORLD,
        value: 0,
      },
      {
        title: "the right state, and the wrong amount said",
        fields: {
          calls: [cancel("a1")],
          expected: [cancel("a1")],
          outputs: ["12 €"],
          said: [{ role: "assistant", content: "You get 21 € back." }],
        },
        options: WORLD,
        value: 0,
      },
    ],
  },
  "tool-call-check": {
    gold: [
      {
        title: "another case and no comma",
        fields: { calls: "[plan(day='april 1 2024')]", functions: PLAN, expected: PLANNED },
        value: 1,
      },
      {
        title: "with what may be left out",
        fields: {
          calls: "[plan(day='April 1, 2024', cost=5.0, stops=['Rome', 'Pisa'])]",
          functions: PLAN,
          expected: PLANNED,
        },
        value: 1,
      },
      {
        title: "as an API returns it",
        fields: { calls: [{ name: "plan", arguments: { day: "April 1, 2024" } }], functions: PLAN, expected: PLANNED },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "the next day",
        fields: { calls: "[plan(day='April 2, 2024')]", functions: PLAN, expected: PLANNED },
        value: 0,
      },
      {
        title: "a number as text",
        fields: { calls: "[plan(day='April 1, 2024', cost='5')]", functions: PLAN, expected: PLANNED },
        value: 0,
      },
      {
        title: "a list in another order",
        fields: { calls: "[plan(day='April 1, 2024', stops=['Pisa', 'Rome'])]", functions: PLAN, expected: PLANNED },
        value: 0,
      },
      {
        title: "a parameter too many",
        fields: { calls: "[plan(day='April 1, 2024', x=1)]", functions: PLAN, expected: PLANNED },
        value: 0,
      },
      {
        title: "the name with a capital",
        fields: { calls: "[Plan(day='April 1, 2024')]", functions: PLAN, expected: PLANNED },
        value: 0,
      },
      {
        title: "the call twice",
        fields: {
          calls: two("plan(day='April 1, 2024')", "plan(day='April 1, 2024')"),
          functions: PLAN,
          expected: PLANNED,
        },
        value: 0,
      },
    ],
  },
  "tool-call-format": {
    gold: [
      { title: "thoughts, then calls", fields: { text: `<think>a</think>\n${CALL}`, expected: BOOK }, value: 1 },
      {
        title: "thoughts, then a response",
        fields: { text: "<think>a</think>\n<response>b</response>", expected: [] },
        value: 1,
      },
      {
        title: "both, as the gold has them",
        fields: { text: `<think>a</think>\n${CALL}\n<response>b</response>`, expected: `${CALL}<response>` },
        value: 1,
      },
      {
        title: "any white space",
        fields: { text: " <think>a</think> <tool_call>{}</tool_call>", expected: true },
        options: FREE,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a blank line between", fields: { text: `<think>a</think>\n\n${CALL}`, expected: BOOK }, value: 0 },
      {
        title: "calls beside their tags",
        fields: { text: "<think>a</think>\n<tool_call>{}</tool_call>", expected: BOOK },
        value: 0,
      },
      {
        title: "a response where calls are asked for",
        fields: { text: "<think>a</think>\n<response>b</response>", expected: BOOK },
        value: 0,
      },
      {
        title: "the other order",
        fields: { text: `<think>a</think>\n<response>b</response>\n${CALL}`, expected: `${CALL}<response>` },
        value: 0,
      },
      {
        title: "a word between",
        fields: { text: "<think>a</think> so <tool_call>{}</tool_call>", expected: true },
        options: FREE,
        value: 0,
      },
    ],
  },
  "tool-call-match": {
    gold: [
      {
        title: "the same call",
        fields: {
          calls: '<tool_call>\n{"name": "book", "arguments": {"nights": 2, "city": "Rome"}}\n</tool_call>',
          expected: BOOK,
        },
        value: 3,
      },
      { title: "as Python", fields: { calls: "[book(city='Rome', nights=2)]", expected: BOOK }, value: 3 },
      {
        title: "loosely equal values",
        fields: { calls: "[book(city='rome ', nights='2')]", expected: BOOK },
        options: LOOSE,
        value: 3,
      },
      {
        title: "two calls in their order",
        fields: { calls: two("depth(image=1)", "scale(by=2)"), expected: CHAIN },
        options: STRICT,
        value: 3,
      },
    ],
    nearMisses: [
      { title: "one value: 3 of 4", fields: { calls: "[book(city='Roma', nights=2)]", expected: BOOK }, value: 1.5 },
      {
        title: "a number as text: 3 of 4",
        fields: { calls: "[book(city='Rome', nights='2')]", expected: BOOK },
        value: 1.5,
      },
      {
        title: "one key: (1 + 1/3 + 1) of 4",
        fields: { calls: "[book(city='Rome', days=2)]", expected: BOOK },
        value: 0.5,
      },
      {
        title: "a call too many: 3.5 of 4",
        fields: { calls: two("book(city='Rome', nights=2)", "pay(n=1)"), expected: BOOK },
        value: 2.25,
      },
      {
        title: "calls that cannot be read",
        fields: { calls: "<tool_call>\n{book}\n</tool_call>", expected: BOOK },
        value: -3,
      },
      {
        title: "another city, loosely",
        fields: { calls: "[book(city='Milan', nights='2')]", expected: BOOK },
        options: LOOSE,
        value: 1.5,
      },
      {
        title: "two calls in the other order: names count nothing, 4 of 5",
        fields: { calls: two("scale(by=2)", "depth(image=1)"), expected: CHAIN },
        options: STRICT,
        value: 1.8,
      },
    ],
  },
  "tool-chain-match": {
    gold: [
      { title: "the reference", fields: { calls: CHAIN, functions: DESCRIBED, expected: CHAIN }, value: 1 },
      {
        title: "the second of two references, other values",
        fields: { calls: two("depth(image=7)", "scale(by=0.5)"), expected: [[{ name: "code", arguments: {} }], CHAIN] },
        value: 1,
      },
      {
        title: "the same arguments",
        fields: { calls: two("depth(image=1)", "scale(by=2)"), expected: CHAIN },
        options: SIMILAR,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "the other order",
        fields: { calls: two("scale(by=2)", "depth(image=1)"), expected: CHAIN },
        value: 1 / 2,
      },
      {
        title: "a call too many",
        fields: { calls: "[depth(image=1), scale(by=2), scale(by=2)]", expected: CHAIN },
        value: 2 / 3,
      },
      {
        title: "one of two calls has another type",
        fields: { calls: two("depth(image='1')", "scale(by=2)"), functions: DESCRIBED, expected: CHAIN },
        value: 1 / 2,
      },
      {
        title: "a number one off: (1 + 1/e) / 2",
        fields: { calls: two("depth(image=1)", "scale(by=3)"), expected: CHAIN },
        options: SIMILAR,
        value: (1 + Math.exp(-1)) / 2,
      },
    ],
  },
  "tool-diversity": {
    gold: [
      { title: "two tools: the bonus of 0.1", fields: { calls: two("search(q='a')", "python(code='1')") }, value: 0.1 },
      {
        title: "both tags",
        fields: { calls: "<search>a</search> then <python>1</python>" },
        options: TAGS,
        value: 0.1,
      },
    ],
    nearMisses: [
      { title: "one tool twice", fields: { calls: two("search(q='a')", "search(q='b')") }, value: 0 },
      {
        title: "the second call only thought of",
        fields: { calls: "I use python(…) </think>[search(q='a')]" },
        value: 0,
      },
      {
        title: "the second tag is not closed",
        fields: { calls: "<search>a</search> then <python>1" },
        options: TAGS,
        value: 0,
      },
    ],
  },
  "turn-outcome": {
    gold: [
      {
        title: "a call that works, then words",
        fields: { steps: [step(["find"], OK), { action: "Done." }] },
        value: [0.1, 0],
      },
      {
        title: "two calls that work",
        fields: { steps: [step(["find"], OK), step(["count"], "3 errors")] },
        value: [0.1, 0.1],
      },
    ],
    nearMisses: [
      {
        title: "a result that tells an error",
        fields: { steps: [step(["find"], "Error: no such tool"), { action: "Done." }] },
        value: [-0.1, 0],
      },
      {
        title: "a call that cannot be read",
        fields: { steps: [{ action: "<tool_call>{</tool_call>" }, { action: "Done." }] },
        value: [-0.2, 0],
      },
      {
        title: "a blank step at the end",
        fields: { steps: [step(["find"], OK), { action: " " }] },
        value: [0.1, -0.5],
      },
      {
        title: "words instead of a call",
        fields: { steps: [{ action: "I would call find." }, { action: "Done." }] },
        value: [0, 0],
      },
    ],
  },
};
