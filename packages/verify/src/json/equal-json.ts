import type { Json } from "@guerdon/core/signal";

/**
 * Tells whether two JSON values are the same: order of keys does not matter, order of lists does.
 *
 * Goes no deeper than the shallower of the two.
 *
 * ```ts doctest
 * import { equalJson } from "@guerdon/verify/json";
 * [equalJson({ a: 1, b: [2] }, { b: [2], a: 1 }), equalJson([1, 2], [2, 1])] // => [true, false]
 * ```
 */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((entry: Json, i) => equalJson(entry, b[i] as Json));
  }
  const left = a as { readonly [key: string]: Json };
  const right = b as { readonly [key: string]: Json };
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key] as Json, right[key] as Json));
}
