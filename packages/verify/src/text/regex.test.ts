import { RewardError } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { regex } from "./regex.ts";
import { bestMs, scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";

function misuse(options: Parameters<typeof regex>[0]): string {
  try {
    regex(options);
  } catch (error) {
    if (RewardError.is(error)) return `${error.code}: ${error.message} ${error.hint ?? ""}`.trim();
    throw error;
  }
  return "no error";
}

describe("regex", () => {
  it("searches by default and can ask for the whole text", async () => {
    const text = ["id: 42", "42", "none"];
    expect(await scoreValues(regex({ pattern: "\\d+" }), { text })).toEqual([1, 1, 0]);
    expect(await scoreValues(regex({ pattern: "\\d+", match: "full" }), { text })).toEqual([0, 1, 0]);
  });

  it("compares a group, by number or name, with the row's expected text", async () => {
    const columns = { text: ["x=5 y=6", "x=6", "y=5"], expected: ["5", 5, "5"] };
    expect(await scoreRows(regex({ pattern: "x=(\\d)", group: 1 }), columns)).toEqual([
      [1],
      [0, 'found "6"'],
      [0, "the pattern is not in the text"],
    ]);
    expect(await scoreValues(regex({ pattern: "x=(?<digit>\\d)", group: "digit" }), columns)).toEqual([1, 0, 0]);
  });

  it.each([
    ["i", "ABC", "abc"],
    ["s", "a.b", "a\nb"],
    ["m", "^b$", "a\nb\nc"],
  ])("understands flag %s", async (flags, pattern, text) => {
    expect(await scoreValues(regex({ pattern, flags }), { text: [text] })).toEqual([1]);
    expect(await scoreValues(regex({ pattern }), { text: [text] })).toEqual([0]);
  });

  it("runs lookaround and backreferences natively, where they can be killed", async () => {
    const look = regex({ pattern: "(?<=\\$)(\\d+)(?!\\d|%)", group: 1 });
    expect(look.needs).toEqual(["process"]);
    expect(await scoreValues(look, { text: ["costs $12", "12", "$1%"], expected: ["12", "12", "1"] })).toEqual([
      1, 0, 0,
    ]);
    const twice = regex({ pattern: "(\\w)\\1", match: "full" });
    expect(await scoreValues(twice, { text: ["aa", "ab", "aaa"] })).toEqual([1, 0, 0]);
    const long = regex({ pattern: "(?=a)", limitCharacters: 2 });
    expect(await scoreValues(long, { text: ["aaa", "a"] })).toEqual(["candidate", 1]);
  });

  it("refuses what cannot be a check, and says what to do", () => {
    expect([
      misuse({ pattern: "(" }),
      misuse({ pattern: "(?=a" }),
      misuse({ pattern: "a*" }),
      misuse({ pattern: "x=(\\d)", group: 2 }),
      misuse({ pattern: "(?=a)", group: "name" }),
      misuse({ pattern: "a", flags: "g" }),
      misuse({ pattern: "" }),
    ]).toMatchInlineSnapshot(`
      [
        "GUERDON_OPTION: Expected \`pattern\` to be a regular expression, got /(|/: Unterminated group. Quote special characters with a backslash; in YAML put the pattern in single quotes.",
        "GUERDON_OPTION: Expected \`pattern\` to be a regular expression, got /(?=a|/: Unterminated group. Quote special characters with a backslash; in YAML put the pattern in single quotes.",
        "GUERDON_OPTION: Expected \`pattern\` to reject some text, got \`a*\` which matches every text. Anchor it with \`^…$\`, set \`match: full\`, or ask for at least one character with \`+\`.",
        "GUERDON_OPTION: Expected \`group\` to be a group of \`x=(\\d)\`, got 2. Groups are counted from 1 by their opening parenthesis; a named one is written \`(?<name>…)\`.",
        "GUERDON_OPTION: Expected \`group\` to be a group of \`(?=a)\`, got "name". Groups are counted from 1 by their opening parenthesis; a named one is written \`(?<name>…)\`.",
        "GUERDON_OPTION: Expected \`flags\` of \`source/regex@1\` to be valid, got "g": flags are any of i, m, s and u.",
        "GUERDON_OPTION: Expected \`pattern\` of \`source/regex@1\` to be valid, got "": Too small: expected string to have >=1 characters.",
      ]
    `);
  });

  it("keeps patterns that match the empty text but not every text", async () => {
    expect(await scoreValues(regex({ pattern: "^[^@]*$" }), { text: ["", "a@b"] })).toEqual([1, 0]);
    expect(await scoreValues(regex({ pattern: "^[\\x00-\\x7F]*$" }), { text: ["plain", "naïve"] })).toEqual([1, 0]);
  });

  it("puts a text over the limit down to the candidate", async () => {
    expect(await scoreRows(regex({ pattern: "a", limitCharacters: 3 }), { text: ["aaaa", "aaa"] })).toEqual([
      ["candidate", "Expected a text of at most 3 characters, got 4."],
      [1],
    ]);
  });

  it("blames the task for an expected that is no text", async () => {
    expect(await scoreValues(regex({ pattern: "a" }), { text: ["a"], expected: [["a"]] })).toEqual(["task"]);
  });

  it.each(["(a+)+$", "(?:a|aa)*c", "(.*)*x", "\\d+(,\\d+)*\\."])("runs %s in linear time", async (pattern) => {
    const { name, ms } = await slowestHostile(regex({ pattern: `${pattern}` }));
    expect(ms, name).toBeLessThan(100);
    const columns = { text: [`${"a".repeat(32_000)}!`] };
    expect(await bestMs(() => scoreValues(regex({ pattern }), columns))).toBeLessThan(100);
  });
});
