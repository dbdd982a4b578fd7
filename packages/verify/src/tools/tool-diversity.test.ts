import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { type ToolCall, toolDiversity } from "./index.ts";

const f = (given: ToolCall["arguments"]): ToolCall => ({ name: "f", arguments: given });
const g = (given: ToolCall["arguments"]): ToolCall => ({ name: "g", arguments: given });
const line = (call: ToolCall): string => JSON.stringify({ name: call.name, parameters: call.arguments });
const _tagged = (...calls: readonly ToolCall[]): string => `<tool_call>\n${calls.map(line).join("\n")}\n</tool_call>`;

describe("tool-diversity", () => {
  it("pays for different tools, by calls or tags, successful ones alone if asked", async () => {
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
