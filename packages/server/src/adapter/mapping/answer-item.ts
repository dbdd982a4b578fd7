import type { Json } from "@guerdon/core/signal";

/** Names under which a program finds the one reference of protocols that send no row. */
export const ANSWER_NAMES = ["answer", "label", "ground_truth"] as const;

/**
 * The dataset row of a protocol that sends a single reference: the same value as `item.answer`, `item.label` and
 * `item.ground_truth`; the fields of an object besides, which keep their own value under these names.
 *
 * ```ts doctest
 * import { answerItem } from "@guerdon/server/adapter";
 * answerItem("42") // => { answer: "42", label: "42", ground_truth: "42" }
 * ```
 */
export function answerItem(reference: Json | undefined): { readonly [field: string]: Json } {
  if (reference === undefined || reference === null) return {};
  const named = { answer: reference, label: reference, ground_truth: reference };
  if (typeof reference !== "object" || Array.isArray(reference)) return named;
  return { ...named, ...(reference as { readonly [field: string]: Json }) };
}
