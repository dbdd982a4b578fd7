import type { Json } from "@guerdon/core/signal";

/** Parses JSON as RFC 8259 has it; undefined for anything else. The value is wrapped, for null is JSON. */
export function parseStrict(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
