import { expect, it } from "vitest";
import { proseMarkdown } from "../../scripts/gen/prose-markdown.ts";

it("makes blocks of indented lines, with blank lines around them", () => {
  const prose = "Takes the mean.\n\n  m = Σ x / n\n\n    n ≥ 1\n\nMissing values\nstay missing.\n  y = 1\nEnd.";
  expect(proseMarkdown(prose)).toMatchInlineSnapshot(`
    "Takes the mean.

    \`\`\`text
    m = Σ x / n

      n ≥ 1
    \`\`\`

    Missing values
    stay missing.

    \`\`\`text
    y = 1
    \`\`\`

    End."
  `);
});

it("leaves prose without formulas as it is", () => {
  expect(proseMarkdown("One.\n\nTwo.")).toBe("One.\n\nTwo.");
});

it.each([
  ["a fenced block", "Write:\n\n```yaml\na:\n  b: 1\n```\nEnd.", "Write:\n\n```yaml\na:\n  b: 1\n```\n\nEnd."],
  ["a list with long items", "Rules:\n- one that\n  goes on\n- two", "Rules:\n- one that\n  goes on\n- two"],
  ["a formula at the end", "Sum:\n\n  a + b\n", "Sum:\n\n```text\na + b\n```"],
  ["a formula at the start", "  a + b\nthe sum", "```text\na + b\n```\n\nthe sum"],
])("keeps %s", (_, prose, expected) => {
  expect(proseMarkdown(prose)).toBe(expected);
});
