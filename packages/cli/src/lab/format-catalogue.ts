import type { RunCatalogueEntry } from "@guerdon/lab/run";

const PLACES: { readonly [kind in RunCatalogueEntry["kind"]]: string } = {
  run: "run: NAME",
  environment: "environment: { use: NAME }",
  world: "world: { use: NAME }",
  samples: "world: { use: NAME } of `run: generation`",
  policy: "policy: { use: NAME }",
  agent: "agent: { use: NAME }",
  search: "search: { use: NAME }",
  data: "data: { use: NAME }",
};

/** Entries under the setting that names them, a line each. */
export function formatCatalogue(entries: readonly RunCatalogueEntry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  const kinds = (Object.keys(PLACES) as RunCatalogueEntry["kind"][]).filter((kind) =>
    entries.some((entry) => entry.kind === kind),
  );
  const block = (kind: RunCatalogueEntry["kind"]): string => {
    const own = entries.filter((entry) => entry.kind === kind);
    return `${PLACES[kind]}\n${own.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join("")}`;
  };
  return kinds.map(block).join("\n");
}
