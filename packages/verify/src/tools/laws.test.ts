import type { AnyFactory, FieldColumns } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import {
  solveReward,
  stateMatch,
  toolCallCheck,
  toolCallFormat,
  toolCallMatch,
  toolChainMatch,
  toolDiversity,
  toolSources,
  turnOutcome,
} from "./index.ts";

const FUNCTIONS = [{ name: "f", parameters: { properties: { a: { type: "integer" } }, required: ["a"] } }];
const CALLS = ["[f(a=1)]", "words", "<tool_call>{</tool_call>", "", [{ name: "f", arguments: { a: 1 } }]];
const STEPS = [[{ action: "[f(a=1)]", meta: { results: ["1"] } }, { action: "x" }], [], [{ action: "" }]];
const LAYOUT = {
  groupOf: Int32Array.of(0, 0, 1),
  stepOffsets: Int32Array.of(0, 2, 2, 3),
  tokenOffsets: new Int32Array(4),
};
const GOLD = CALLS.map((_, i) => (i === 1 ? [] : "[f(a=1)]"));

describe.each<[AnyFactory, object, FieldColumns, object]>([
  [toolCallMatch, {}, { calls: CALLS, expected: GOLD }, {}],
  [
    toolCallMatch,
    { min: 0, max: 1, granularity: "tool", assignment: "optimal", compare: "loose" },
    { calls: CALLS, expected: GOLD },
    {},
  ],
  [toolCallFormat, {}, { text: ["", "<think>a</think>\n<response>b</response>"], expected: [true, "<response>"] }, {}],
  [
    toolCallCheck,
    {},
    { calls: CALLS, functions: CALLS.map(() => FUNCTIONS), expected: CALLS.map(() => [{ f: { a: [1] } }]) },
    {},
  ],
  [toolChainMatch, {}, { calls: CALLS, functions: CALLS.map(() => FUNCTIONS), expected: GOLD }, {}],
  [toolChainMatch, { value: "arguments" }, { calls: CALLS, expected: GOLD }, {}],
  [toolDiversity, { need: 1 }, { calls: CALLS }, {}],
  [
    solveReward,
    {},
    { steps: STEPS, openAnswers: STEPS.map(() => ({ f: ["1"] })), answer: ["x", "x", "x"] },
    { layout: LAYOUT },
  ],
  [turnOutcome, {}, { steps: STEPS }, { layout: LAYOUT }],
  [
    stateMatch,
    { module: new URL("./counter-world.test-support.ts", import.meta.url).href },
    { calls: CALLS, expected: GOLD },
    { context: AWAITING },
  ],
])("%o keeps the laws of sources", (factory, options, columns, settings) => {
  for (const law of lawsOf(factory, { options, columns, ...settings })) it(law.name, law.check);
});

it("lists every source of this folder", () => {
  expect(toolSources.map(({ id }) => id)).toEqual([
    "source/tool-call-match@1",
    "source/tool-call-format@1",
    "source/tool-call-check@1",
    "source/tool-chain-match@1",
    "source/tool-diversity@1",
    "source/solve-reward@1",
    "source/turn-outcome@1",
    "source/state-match@1",
  ]);
});
