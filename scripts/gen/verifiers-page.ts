import { type Verifier, verifierCatalogue } from "@guerdon/verify/catalogue";
import type { Generator } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { linkFrom, pagePath } from "./page-path.ts";

const PATH = "docs/verifiers.md";

/** `docs/verifiers.md`: every verifier with its engines and rows, and how to get the engines. */
export const verifiersPage: Generator = async ({ entries }) => {
  const verifiers = await verifierCatalogue();
  const rows = verifiers.map(({ name, id, summary, domain, engines, rows: { gold, nearMisses, measured } }) => {
    const entry = entries.find((one) => one.id === id);
    return [
      entry === undefined ? `\`${name}\`` : linkFrom(PATH, pagePath(entry), `\`${name}\``),
      summary,
      `\`@guerdon/verify/${domain}\``,
      engines.length === 0 ? "built in" : engines.map((engine) => engine.name).join("<br>"),
      `${gold.length}`,
      `${nearMisses.length}${measured === true ? " (measured)" : ""}`,
    ];
  });
  const text = `# Verifiers

Written by \`npm run gen\`. Each verifier ships rows that show it at work: right answers, and near misses that must score
lower than each right one of the same options (of a plain measurement: have another value). \`guerdon verify check\` runs
them with the engines of your machine, \`guerdon verify list\` says which engines are there.

${markdownTable(["verifier", "what it does", "from", "engine", "gold rows", "near misses"], rows)}
## Engines

An engine is loaded on first use. Without it a row fails for the engine and is never scored 0.

${markdownTable(["engine", "how to get it", "for"], engineRows(verifiers))}`;
  return [{ path: PATH, text }];
};

function engineRows(verifiers: readonly Verifier[]): readonly (readonly string[])[] {
  const engines = new Map(verifiers.flatMap((verifier) => verifier.engines.map((engine) => [engine.name, engine])));
  return [...engines.values()]
    .map(({ name, install }) => {
      const users = verifiers.filter((verifier) => verifier.engines.some((engine) => engine.name === name));
      return [name, `\`${install}\``, users.map((user) => `\`${user.name}\``).join(", ")];
    })
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
}
