import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** What each entry of the packages exports; adding a name is a decision that shows here. */
const PACKAGES = { "@guerdon/core": "core", "@guerdon/verify": "verify", guerdon: "cli" } as const;

describe.each(Object.entries(PACKAGES))("%s", (name, folder) => {
  const source = new URL(`../packages/${folder}/src/`, import.meta.url);
  const folders = readdirSync(source).filter((entry) => !entry.includes(".") && entry !== "internal");
  const entries = folder === "cli" ? [""] : ["", ...folders];

  it("exports these names", async () => {
    const names = await Promise.all(
      entries.map(async (entry) => [
        entry === "" ? name : `${name}/${entry}`,
        Object.keys(await import(`${source.href}${entry === "" ? "" : `${entry}/`}index.ts`))
          .sort()
          .join(" "),
      ]),
    );
    expect(Object.fromEntries(names)).toMatchSnapshot();
  });
});
