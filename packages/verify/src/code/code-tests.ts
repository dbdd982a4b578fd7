import type { Json } from "@guerdon/core/signal";

/** The test texts of a row: a text or a list of texts, none of them empty. */
export function codeTests(tests: Json | undefined): readonly string[] | undefined {
  const list = typeof tests === "string" ? [tests] : tests;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every((test) => typeof test === "string" && test.trim() !== "") ? (list as string[]) : undefined;
}
