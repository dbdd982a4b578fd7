import type { QueryRows } from "./query-request.ts";

/** Equal for tables that hold the same rows in any order. */
export function fingerprint({ columns, rows }: QueryRows): string {
  return JSON.stringify([columns, rows.map((row) => JSON.stringify(row)).sort()]);
}

/** The tables that are not as they were, by fingerprint; null is one that is gone. */
export function differentTables(
  before: ReadonlyMap<string, string>,
  after: { readonly [name: string]: QueryRows },
): { [name: string]: QueryRows | null } {
  const different: { [name: string]: QueryRows | null } = {};
  for (const [name, rows] of Object.entries(after)) if (before.get(name) !== fingerprint(rows)) different[name] = rows;
  for (const name of before.keys()) if (after[name] === undefined) different[name] = null;
  return different;
}
