import { uniformAt } from "@guerdon/core/random";
import type { Draw } from "./vectorise.ts";

/**
 * Random numbers counted from 0 in the stream of a key.
 *
 * ```ts doctest
 * import { drawFrom } from "@guerdon/lab/environment";
 * drawFrom(7).uniform() === drawFrom(7).uniform() // => true
 * ```
 */
export function drawFrom(key: number): Draw {
  let count = 0;
  const uniform = (): number => uniformAt(key, count++);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    whole: (size) => Math.floor(size * uniform()),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
