import { uniformAt } from "@guerdon/core/random";

/**
 * A standard normal number that depends on nothing but key and counter (Box–Muller on two uniforms).
 *
 * @param key - unsigned 32-bit stream key
 * @param counter - integer ≥ 0, up to 2^52
 *
 * ```ts doctest
 * import { normalAt } from "@guerdon/lab/tensor";
 * normalAt(7, 3) === normalAt(7, 3) // => true
 * ```
 */
export function normalAt(key: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(key, 2 * counter)));
  return radius * Math.cos(2 * Math.PI * uniformAt(key, 2 * counter + 1));
}
