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
