/** Relation of two entities. */
export type Triple = readonly [head: string, relation: string, tail: string];

// 033 §Mechanism names no list: the commonest English function words.
const STOP_WORDS: ReadonlySet<string> = new Set(
  "a an and are as at be by for from has have in is it of on or that the this to was were with".split(" "),
);

/** Words of letters a–z and digits in lower case, without stop words. */
export function pathTokens(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== "" && !STOP_WORDS.has(word));
}

/**
 * How far repetition devalues a text: 1 for a text that does not repeat itself, down to 0.
 *
 *   a = max(0, 1 − 3 max(0, share of the commonest token − 0.35)),  b = 1 − 0.05 max(0, longest run of one token − 3)
 *   max(0, a b);  no token: 1
 *
 * @paper 033 §Mechanism
 * @alias repetitionFactor
 */
export function repetitionFactor(tokens: readonly string[]): number {
  const counts = new Map<string, number>();
  let commonest = 0;
  let run = 0;
  let longest = 0;
  tokens.forEach((token, i) => {
    const count = (counts.get(token) ?? 0) + 1;
    counts.set(token, count);
    commonest = Math.max(commonest, count);
    run = token === tokens[i - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  if (tokens.length === 0) return 1;
  const often = Math.max(0, 1 - 3 * Math.max(0, commonest / tokens.length - 0.35));
  return Math.max(0, often * (1 - 0.05 * Math.max(0, longest - 3)));
}
