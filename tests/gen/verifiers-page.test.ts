import { existsSync } from "node:fs";
import { join } from "node:path";
import { verifierCatalogue } from "@guerdon/verify/catalogue";
import { expect, it } from "vitest";
import { ROOT } from "../../scripts/gen/repository.ts";
import { verifierDomains } from "../../scripts/gen/verifier-domains.ts";
import { verifiersPage } from "../../scripts/gen/verifiers-page.ts";

const NO_SOURCES = { described: [], entries: [] };

it("the page lists every verifier with its rows, and every engine once", async () => {
  const [page] = await verifiersPage(NO_SOURCES);
  const verifiers = await verifierCatalogue();
  const lines = (page?.text ?? "").split("\n").filter((line) => line.startsWith("| "));
  const engines = new Set(verifiers.flatMap((verifier) => verifier.engines.map(({ name }) => name)));
  expect(lines.length).toBe(2 * 2 + verifiers.length + engines.size);
  expect(lines.find((line) => line.startsWith("| `length` |"))).toBe(
    "| `length` | The number of characters, words or tokens of a text. | `@guerdon/verify/text` | gpt-tokenizer | 4 | 4 (measured) |",
  );
  expect(lines).toContain("| gpt-tokenizer | `npm install gpt-tokenizer@4.0.0` | `length` |");
});

it("the table of domains names files that are there, and exports by their names", async () => {
  const [file] = await verifierDomains(NO_SOURCES);
  const imports = [...(file?.text ?? "").matchAll(/import\("\.\.\/(\S+)"\)\)\.(\w+)/gu)];
  expect(imports.length).toBeGreaterThan(30);
  for (const [, path, name] of imports) {
    expect(existsSync(join(ROOT, "packages/verify/src", path as string))).toBe(true);
    expect(["rows", "engines"].includes(name as string) || /Sources$/u.test(name as string)).toBe(true);
  }
});
