import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { f, g } from "./calls.test-support.ts";
import { toolDiversity } from "./index.ts";

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
