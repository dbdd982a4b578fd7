import { RewardError } from "@guerdon/core/error";
import { lawsOf } from "@guerdon/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestMs, scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { format } from "./format.ts";
import { formatSources } from "./index.ts";

const sections = ["think", "answer"];
const GOOD = "<think>a</think><answer>b</answer>";

const FAULTS: readonly (readonly [text: string, why: string, fraction: number])[] = [
  ["", "<think> is missing", 0],
  ["no sections", "<think> is missing", 0],
  [`x${GOOD}`, "text stands outside the sections", 0],
  [`${GOOD} x`, "text stands outside the sections", 2 / 3],
  ["<think>a</think> then <answer>b</answer>", "text stands outside the sections", 1 / 3],
  ["<think>a</think>", "<answer> is missing", 1 / 3],
  ["<answer>b</answer>", "<think> is missing", 0],
  ["<answer>b</answer><think>a</think>", "<think> is missing", 0],
  ["<think>a<answer>b</answer>", "<answer> is out of place", 0],
  ["<think>a</think><answer>b", "<answer> is not closed", 1 / 3],
  ["<think>a</think>b</answer>", "<answer> is missing", 1 / 3],
  ["<think></think><answer>b</answer>", "<think> is empty", 0],
  ["<think>a</think><answer> \n</answer>", "<answer> is empty", 1 / 3],
  [`${GOOD}<answer>c</answer>`, "<answer> occurs more than once", 2 / 3],
  [`${GOOD}<think>c</think>`, "<think> is out of place", 2 / 3],
  [`${GOOD}</answer>`, "</answer> is out of place", 2 / 3],
  ["<think>a</think><think>c</think><answer>b</answer>", "<think> occurs more than once", 1 / 3],
  ["<think><think>a</think></think><answer>b</answer>", "<think> occurs more than once", 0],
  ["<think>the tag </answer> ends it</think><answer>b</answer>", "</answer> is out of place", 0],
  ["<think>a</think><answer>b<think>c</think></answer>", "<think> is out of place", 1 / 3],
  ["<Think>a</Think><answer>b</answer>", "<think> is missing", 0],
  ["< think>a</think><answer>b</answer>", "<think> is missing", 0],
];

describe("format", () => {
  it.each([GOOD, ` ${GOOD}\n`, "<think>\na < b\n</think>\n\n<answer>\n<b>1</b>\n</answer>"])(
    "accepts %j",
    async (text) => {
      expect(await scoreRows(format({ sections }), { text: [text] })).toEqual([[1]]);
      expect(await scoreRows(format({ sections, value: "fraction" }), { text: [text] })).toEqual([[1]]);
    },
  );

  it.each(FAULTS)("does not accept %j: %s", async (text, why, fraction) => {
    expect(await scoreRows(format({ sections }), { text: [text] })).toEqual([[0, why]]);
    expect(await scoreRows(format({ sections, value: "fraction" }), { text: [text] })).toEqual([[fraction, why]]);
  });

  it("relaxed, lets other text stand outside but keeps every other rule", async () => {
    const relaxed = format({ sections, strict: false });
    const text = [
      `x${GOOD} y`,
      "<think>a</think> then <answer>b</answer>",
      `${GOOD}<answer>c</answer>`,
      `${GOOD}</answer>`,
    ];
    expect(await scoreValues(relaxed, { text })).toEqual([1, 1, 0, 0]);
  });

  it("can take empty sections", async () => {
    const text = ["<think></think><answer></answer>"];
    expect(await scoreValues(format({ sections, nonempty: false }), { text })).toEqual([1]);
  });

  it("can take a section several times before the next", async () => {
    const calls = format({ sections: ["think", "tool_call"], occurs: "many" });
    const text = [
      "<think>a</think><tool_call>1</tool_call>\n<tool_call>2</tool_call>",
      "<think>a</think><think>b</think><tool_call>1</tool_call>",
      "<think>a</think><tool_call>1</tool_call><think>b</think>",
      "<think>a</think><tool_call>1<tool_call>2</tool_call></tool_call>",
    ];
    expect(await scoreValues(calls, { text })).toEqual([1, 1, 0, 0]);
  });

  it("knows a first marker that the prompt already holds", async () => {
    const prefilled = format({ sections, prefilled: true });
    expect(
      await scoreValues(prefilled, { text: ["a</think><answer>b</answer>", GOOD, "</think><answer>b</answer>"] }),
    ).toEqual([1, 0, 0]);
  });

  it("takes any markers", async () => {
    const piece = format({ sections: ["plan", "code"], open: "[{name}]", close: "[/{name}]" });
    expect(
      await scoreValues(piece, { text: ["[plan]a[/plan][code]b[/code]", "<plan>a</plan><code>b</code>"] }),
    ).toEqual([1, 0]);
  });

  it("refuses markers that cannot be told apart", () => {
    const misuse = (options: Parameters<typeof format>[0]): string => {
      try {
        format(options);
      } catch (error) {
        if (RewardError.is(error)) return `${error.message} ${error.hint ?? ""}`.trim();
      }
      return "no error";
    };
    expect([
      misuse({ sections: ["a", "a"] }),
      misuse({ sections: ["a", "ab"], open: "{name}:", close: ":{name}" }),
      misuse({ sections: ["a"], open: "#", close: "/{name}" }),
      misuse({ sections: [] }),
      misuse({ sections: ["code", "de"], open: "{name}", close: "/{name}/" }),
    ]).toMatchInlineSnapshot(`
      [
        "Expected each marker to be found on its own, got \`<a>\` inside \`<a>\`. Put \`{name}\` between brackets in both \`open\` and \`close\`, and use each section name once.",
        "Expected each marker to be found on its own, got \`:a\` inside \`:ab\`. Put \`{name}\` between brackets in both \`open\` and \`close\`, and use each section name once.",
        "Expected \`open\` of \`source/format@1\` to be valid, got "#": a marker holds \`{name}\`.",
        "Expected \`sections\` of \`source/format@1\` to be valid, got []: Too small: expected array to have >=1 items.",
        "Expected each marker to be found on its own, got \`code\` inside \`/code/\`. Put \`{name}\` between brackets in both \`open\` and \`close\`, and use each section name once.",
      ]
    `);
  });

  it("agrees with a regular expression on random tags", () => {
    const part = fc.constantFrom("<think>", "</think>", "<answer>", "</answer>", "x", " ");
    const whole = /^\s*<think>(?=[^<]*x)[x ]*<\/think>\s*<answer>(?=[^<]*x)[x ]*<\/answer>\s*$/u;
    return fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 9 }), async (parts) => {
        const text = parts.join("");
        expect(await scoreValues(format({ sections }), { text: [text] })).toEqual([whole.test(text) ? 1 : 0]);
      }),
      { numRuns: 2000 },
    );
  });

  for (const options of [{ sections }, { sections, strict: false, occurs: "many", value: "fraction" }]) {
    const columns = { text: [GOOD, ...FAULTS.map(([text]) => text)] };
    for (const law of lawsOf(format, { options, columns })) it(`${JSON.stringify(options)} ${law.name}`, law.check);
  }

  it("lists every source of this folder", () => {
    expect(formatSources.map(({ id }) => id)).toEqual(["source/format@1", "source/tag-structure@1"]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    for (const options of [
      { sections },
      { sections, strict: false, occurs: "many" },
      { sections, prefilled: true },
    ] as const) {
      const { name, ms } = await slowestHostile(format(options));
      expect(ms, name).toBeLessThan(100);
    }
    const text = "<think>x</think>".repeat(62_500);
    const many = format({ sections: ["think"], occurs: "many" });
    expect(await scoreValues(many, { text: [text] })).toEqual([1]);
    expect(await bestMs(() => scoreValues(many, { text: [text] }))).toBeLessThan(100);
  });
});
