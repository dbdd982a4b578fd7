import type { NamedPiece } from "../cards/card.ts";

const PACKAGES: { readonly [kind: string]: string } = {
  audit: "@guerdon/audit",
  baseline: "@guerdon/recipes",
  benchmark: "@guerdon/audit",
  data: "@guerdon/learn",
  environment: "@guerdon/lab",
  explorer: "@guerdon/lab",
  memory: "@guerdon/lab",
  policy: "@guerdon/lab",
  preference: "@guerdon/learn",
  registry: "@guerdon/recipes",
  search: "@guerdon/lab",
  service: "@guerdon/judge",
  source: "@guerdon/verify",
  trainer: "@guerdon/lab",
};

/** The package that will hold a piece which is no arithmetic on signals. */
export function plannedFor({ kind, where }: Pick<NamedPiece, "kind" | "where">): string {
  return where ?? PACKAGES[kind] ?? "@guerdon/lab";
}
