import type { Json } from "@guerdon/core/signal";

/**
 * The value at a dotted path (`items.0.name`), or undefined when there is none. Only own keys count.
 *
 * ```ts doctest
 * import { valueAt } from "@guerdon/verify/json";
 * [valueAt({ a: [{ b: null }] }, "a.0.b"), valueAt({ a: 1 }, "constructor")] // => [null, undefined]
 * ```
 */
export function valueAt(value: Json, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    if (Array.isArray(at) && key === "length") return undefined;
    at = (at as { readonly [key: string]: Json })[key];
  }
  return at;
}
