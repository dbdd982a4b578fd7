import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import type { CodeLanguage } from "./code-languages.ts";
import type { TestCheck } from "./failed-checks.ts";
import { testSmells } from "./test-smells.ts";

const GOOD: { readonly [language in CodeLanguage]: string } = {
  python: `
def test_add_joins_two_numbers():
    """Small numbers."""
    assert add(1, 2) == 3
    assert add(2, 2) == 4
`,
  javascript: `
// Small numbers.
test("add joins two numbers", () => {
  expect(add(1, 2)).toBe(3);
  assert.equal(add(2, 2), 4);
});`,
  typescript: `
it("add joins two numbers", async (): Promise<void> => {
  // Small numbers.
  expect(await add(1, 2)).not.toBe(4);
});`,
  java: `
class AddTest {
  /** Small numbers. */
  @Test
  public void joinsTwoNumbers() {
    assertEquals(3, calculator.add(1, 2));
    assertThat(add(2, 2)).isEqualTo(4);
  }
}`,
  "c-sharp": `
class AddTest {
  [Fact]
  public void JoinsTwoNumbers() {
    // Small numbers.
    Assert.Equal(3, calculator.add(1, 2));
  }
}`,
};

/** A text of one test in each language, changed so that it fails one check. */
const NEAR: readonly (readonly [check: TestCheck, language: CodeLanguage, change: (good: string) => string])[] = [
  ["asserts", "python", (t) => t.replaceAll("assert ", "# assert ")],
  ["asserts", "python", (t) => t.replaceAll("assert ", "'assert '; ")],
  ["asserts", "javascript", (t) => t.replace(/\.toBe\(3\)|assert\.equal/gu, "")],
  ["asserts", "java", (t) => t.replaceAll("assert", "check")],
  ["asserts", "c-sharp", (t) => t.replaceAll("Assert.Equal", "Log.Equal")],
  ["calls-focal", "python", (t) => t.replaceAll("add(", "sub(")],
  ["calls-focal", "python", (t) => t.replaceAll(/add\(/gu, "(").replace('"""Small numbers."""', '"""add(1, 2)"""')],
  ["calls-focal", "python", (t) => `${t.replaceAll("add(", "sub(")}    return\n    add(1, 2)\n`],
  ["calls-focal", "javascript", (t) => t.replaceAll("add(", "adder(")],
  ["calls-focal", "java", (t) => t.replaceAll("add(", "addAll(")],
  ["descriptive-name", "python", (t) => t.replace("test_add_joins_two_numbers", "test_add")],
  ["descriptive-name", "javascript", (t) => t.replace("add joins two numbers", "add")],
  ["descriptive-name", "java", (t) => t.replace("joinsTwoNumbers", "testAdd")],
  ["documented", "python", (t) => t.replace('"""Small numbers."""', "x = '# no comment'")],
  ["documented", "java", (t) => t.replace("/** Small numbers. */", "")],
  ["no-duplicate-assertion", "python", (t) => `${t}    assert  add(1,2)==3 # again\n`],
  ["no-duplicate-assertion", "javascript", (t) => t.replace("assert", "expect(add( 1,2)).toBe(3);\nassert")],
  ["no-conditional-logic", "python", (t) => `${t}    if a:\n        pass\n`],
  ["no-conditional-logic", "python", (t) => `${t}    for a in b: pass\n`],
  ["no-conditional-logic", "c-sharp", (t) => t.replace("Assert", "try { f(); } catch (E e) { g(); }\nAssert")],
  ["no-assertion-roulette", "python", (t) => t.replace("== 3", "== 3, 'why'")],
  ["no-magic-number", "python", (t) => t],
  ["no-redundant-assertion", "python", (t) => `${t}    assert True\n`],
  ["no-redundant-assertion", "python", (t) => `${t}    self.assertEqual(add(1, 2), add(1,2))\n`],
  ["no-redundant-assertion", "javascript", (t) => t.replace("assert", "expect(true).toBe(true);\nassert")],
  ["no-redundant-assertion", "java", (t) => t.replace("assertThat", "assertEquals(1, 1);\nassertThat")],
  ["no-print", "python", (t) => `${t}    print(1)\n`],
  ["no-print", "javascript", (t) => t.replace("assert", "console.log(1);\nassert")],
  ["no-sleep", "java", (t) => t.replace("assertThat", "Thread.sleep(5);\nassertThat")],
  ["not-ignored", "python", (t) => `@pytest.mark.skip\n${t.trim()}`],
  ["not-ignored", "javascript", (t) => t.replace("test(", "test.skip(")],
  ["not-ignored", "java", (t) => t.replace("@Test", "@Disabled @Test")],
  ["not-empty", "python", () => 'def test_a():\n    """Says so."""\n    pass'],
  ["not-empty", "javascript", () => 'it("is", () => { /* later */ })'],
];

const one = (check: TestCheck, language: CodeLanguage) => testSmells({ language, checks: [check], required: [] });

describe("testSmells", () => {
  it.each(Object.entries(GOOD))("gives a good test of %s all", async (language, text) => {
    const source = testSmells({ language: language as CodeLanguage });
    expect(await scoreRows(source, { text: [text], focal: ["add"] }, AWAITING)).toEqual([[1, "all checks pass"]]);
  });

  it.each(NEAR)("sees what fails `%s` in %s", async (check, language, change) => {
    const near = change(GOOD[language]);
    const [row] = await scoreRows(one(check, language), { text: [near], focal: ["add"] }, AWAITING);
    expect([row?.[0], row?.[1]?.split(": not ")[1]]).toEqual([0.5, check]);
  });

  it("pays nothing without what is required, else the share (by hand)", async () => {
    const none = GOOD.python.replaceAll("assert ", "");
    const short = GOOD.python.replace("test_add_joins_two_numbers", "test_add");
    const text = [none, short, `${short}\n${none}`, "def test_a(:", "", "assert add(1, 2) == 3"];
    const rows = await scoreRows(testSmells(), { text, focal: text.map(() => "add") }, AWAITING);
    expect(rows).toEqual([
      [0, "test_add_joins_two_numbers: not asserts, calls-focal, documented".replace(", calls-focal, documented", "")],
      [6 / 7, "test_add: not descriptive-name"],
      [3 / 7, "test_add: not descriptive-name; test_add_joins_two_numbers: not asserts"],
      [0, "cannot be parsed, line 1"],
      [0, "no test"],
      [5 / 7, "the text: not descriptive-name, documented"],
    ]);
  });

  it("wants no focal call where none is named, and a name as text", async () => {
    const columns = { text: ["def test_a_b():\n    # c\n    assert x", "x"], focal: [undefined, 5] };
    expect(await scoreRows(testSmells(), columns, AWAITING)).toEqual([
      [1, "all checks pass"],
      ["task", "Expected `focal` to be the name of a function, got something else."],
    ]);
  });

  const columns = { text: [GOOD.python, "", "def test_a(", "assert True"], focal: ["add", "add", "add", undefined] };
  for (const options of [{}, { required: [] }, { checks: ["no-print" as const] }])
    for (const law of lawsOf(testSmells, { options, columns, context: AWAITING }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});
