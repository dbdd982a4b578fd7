import type { Json } from "@guerdon/core/signal";

/** What the pool writes to a child, one JSON text a line: rows to run one after the other. */
export interface Request {
  readonly module: string;
  readonly export: string;
  readonly rows: readonly Json[];
}

/** What a child answers, one JSON text a line: `begin` or `unloadable`, then one `value` or `error` a row, in order. */
export type Reply =
  | { readonly kind: "begin" }
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "error"; readonly reason: string }
  | { readonly kind: "unloadable"; readonly reason: string }
  | { readonly kind: "uncaught"; readonly reason: string };

/** Last words on stderr of a process that ends itself for its memory. */
export const MEMORY_WORDS = "process memory above its limit";
