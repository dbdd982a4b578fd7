import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { toolCallFormat } from "./index.ts";

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
