import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { tagStructure } from "./tag-structure.ts";

const tags = [
  { name: "think", max: 9 },
  { name: "search", min: 0, max: 4, followedBy: "result" },
  { name: "result", min: 0, max: 4 },
  { name: "answer" },
];
const GOOD = "<think>a</think> <search>q</search>\n<result>r</result><think>b</think><answer>c</answer>";

describe("tag-structure", () => {
  it.each<[string, number, string]>([
    [GOOD, 1, "every tag is right"],
    ["<think>a</think><answer>c</answer>", 1, "every tag is right"],
    ["", 0, "<think> is missing"],
    ["<think>a</think>", 0, "<answer> is missing"],
    ["<think> </think><answer>c</answer>", 3 / 4, "<think> is empty"],
    ["<think>a<answer>c</answer>", 3 / 4, "<think> holds <answer>"],
    ["<answer>c</answer><think>a</think>", 3 / 4, "<think> is out of order"],
    ["<think>a</think><answer>c", 3 / 4, "<answer> is not closed"],
    ["<think>a</think></answer><answer>c</answer>", 3 / 4, "<answer> is closed without being open"],
    ["<think>a</think><answer>c</answer><answer>d</answer>", 3 / 4, "<answer> occurs 2 times, not 1"],
    [
      "<think>a</think><search>q</search> x <result>r</result><answer>c</answer>",
      3 / 4,
      "<search> is not followed by <result>",
    ],
    ["<think>a</think><search>q</search><answer>c</answer>", 3 / 4, "<search> is not followed by <result>"],
  ])("%j: share %d, %s", async (text, share, why) => {
    expect(await scoreRows(tagStructure({ tags, value: "share" }), { text: [text] })).toEqual([[share, why]]);
    expect(await scoreValues(tagStructure({ tags, min: -1, max: 0 }), { text: [text] })).toEqual([
      share === 1 ? 0 : -1,
    ]);
  });

  it("refuses a tag that stands twice", () => {
    expect(() => tagStructure({ tags: [{ name: "a" }, { name: "a" }] })).toThrow("each tag stands once");
  });

  for (const options of [{ tags }, { tags, value: "share", ordered: false, min: -1 }]) {
    for (const law of lawsOf(tagStructure, { options, columns: { text: [GOOD, "", "<think>"] } }))
      it(`${JSON.stringify(options).slice(-30)} ${law.name}`, law.check);
  }

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(tagStructure({ tags }));
    expect(ms, name).toBeLessThan(1000);
  });
});
