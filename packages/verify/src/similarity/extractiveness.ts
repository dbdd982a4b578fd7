import { internTokens } from "./intern-tokens.ts";

/** How much of a summary is taken from its source. */
export interface Extractiveness {
  /** Share of the summary's words that stand in a fragment of the source. */
  readonly coverage: number;
  /** Mean, over the words, of the length of their fragment. */
  readonly density: number;
  /** Words of the source for one of the summary. */
  readonly compression: number;
}

/**
 * Coverage, density and compression of a summary (Grusky, Naaman and Artzi 2018).
 *
 *   coverage = Σ |f| / n,  density = Σ |f|² / n,  compression = m / n
 *
 * Fragments are found greedily: at each word of the summary the longest run that the source has too. Time is the
 * product of the lengths at worst.
 *
 * ```ts doctest
 * import { extractiveness } from "@guerdon/verify/similarity";
 * extractiveness(["a", "fox", "jumps"], ["the", "fox", "jumps"]).density.toFixed(2) // => "1.33"
 * ```
 */
export function extractiveness(summary: readonly string[], source: readonly string[]): Extractiveness {
  const [mine, text] = internTokens([summary, source]) as [Int32Array, Int32Array];
  const places = new Map<number, number[]>();
  text.forEach((word, at) => {
    const list = places.get(word);
    if (list === undefined) places.set(word, [at]);
    else list.push(at);
  });
  let covered = 0;
  let squares = 0;
  for (let i = 0; i < mine.length; ) {
    let longest = 0;
    for (const at of places.get(mine[i] as number) ?? []) {
      let length = 1;
      while (i + length < mine.length && at + length < text.length && mine[i + length] === text[at + length]) length++;
      if (length > longest) longest = length;
    }
    covered += longest;
    squares += longest * longest;
    i += Math.max(1, longest);
  }
  const n = Math.max(1, mine.length);
  return { coverage: covered / n, density: squares / n, compression: text.length / n };
}
