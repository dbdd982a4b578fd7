import { FUNCTIONS } from "@guerdon/core/expression";
import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";

/** The functions that expressions call by name, as index entries. */
export function expressionEntries(): readonly IndexEntry[] {
  return FUNCTIONS.filter(({ signature }) => /^\w+\(/.test(signature)).map(({ name, signature, doc }) => ({
    name,
    kind: "expression",
    summary: doc,
    call: signature,
    path: "packages/core/src/expression/function/functions.ts",
    options: [],
    papers: [],
    aliases: [],
  }));
}
