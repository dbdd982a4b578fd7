/** A way to go on from a sequence, with what it adds to the score. */
export interface Continuation<T> {
  readonly token: T;
  readonly score: number;
}

/** A whole sequence with its score. */
export interface Beam<T> {
  readonly tokens: readonly T[];
  readonly score: number;
}

/**
 * The best sequences that a search of a fixed width finds.
 *
 * @param expand - ways to go on from a sequence; none when it is whole
 * @param width - sequences kept at each length; whole ones stay among them
 * @param rank - what sequences are compared by: the sum of the scores, unless a length is to be made up for
 * @returns at most `width` whole sequences, the best first; those cut off at `maxTokens` too
 */
export function beamSearch<T>(
  expand: (tokens: readonly T[]) => readonly Continuation<T>[],
  {
    width,
    maxTokens,
    rank = ({ score }) => score,
  }: { readonly width: number; readonly maxTokens: number; readonly rank?: (beam: Beam<T>) => number },
): readonly Beam<T>[] {
  let open: readonly Beam<T>[] = [{ tokens: [], score: 0 }];
  const whole: Beam<T>[] = [];
  for (let length = 0; length < maxTokens && open.length > 0; length++) {
    const longer: Beam<T>[] = [];
    for (const beam of open) {
      const ways = expand(beam.tokens);
      if (ways.length === 0) whole.push(beam);
      for (const { token, score } of ways) longer.push({ tokens: [...beam.tokens, token], score: beam.score + score });
    }
    open = longer.sort((a, b) => rank(b) - rank(a)).slice(0, width);
  }
  return [...whole, ...open].sort((a, b) => rank(b) - rank(a)).slice(0, width);
}
