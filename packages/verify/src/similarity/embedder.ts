import { codePoints } from "./code-points.ts";

/** Turns texts into vectors; those of texts that mean the same point the same way. */
export interface Embedder {
  /** Goes into the names of the sources that use it. */
  readonly name: string;
  /** One vector a text, all of one length. */
  embed(texts: readonly string[]): readonly Float32Array[] | Promise<readonly Float32Array[]>;
}

export interface HashingSettings {
  readonly dimensions?: number;
  /** Shortest and longest character n-gram. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * An embedder without a model: signed counts of hashed character n-grams of each word, in lower case.
 *
 * It knows spelling and no meaning: `colour` is near `color` and far from `hue`. For tests, and where a model is too much.
 *
 * ```ts doctest
 * import { cosine, hashingEmbedder } from "@guerdon/verify/similarity";
 * const [a, b, c] = await hashingEmbedder().embed(["colour", "color", "hue"]);
 * [cosine(a, b) > 0.5, cosine(a, c) < 0.2] // => [true, true]
 * ```
 */
export function hashingEmbedder({ dimensions = 256, minLength = 2, maxLength = 4 }: HashingSettings = {}): Embedder {
  return {
    name: "hashing",
    embed: (texts) =>
      texts.map((text) => {
        const vector = new Float32Array(dimensions);
        const framed = codePoints(` ${text.toLowerCase().trim().replace(/\s+/g, " ")} `);
        for (let i = 0; i < framed.length; i++) {
          let hash = 0x811c9dc5;
          for (let length = 1; length <= maxLength && i + length <= framed.length; length++) {
            hash = Math.imul(hash ^ (framed[i + length - 1] as number), 0x01000193);
            if (length < minLength) continue;
            let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
            mixed ^= mixed >>> 13;
            const at = (mixed >>> 1) % dimensions;
            vector[at] = (vector[at] as number) + ((mixed & 1) === 0 ? 1 : -1);
          }
        }
        return vector;
      }),
  };
}

/**
 * The cosine of the angle between two vectors; 0 when one of them is zero.
 *
 * ```ts doctest
 * import { cosine } from "@guerdon/verify/similarity";
 * cosine(Float32Array.of(1, 0), Float32Array.of(3, 4)).toFixed(2) // => "0.60"
 * ```
 */
export function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  if (squareA === 0 || squareB === 0) return 0;
  return Math.max(-1, Math.min(1, product / Math.sqrt(squareA * squareB)));
}
