/** Relevance of a document that nobody pooled. */
export const NOT_POOLED = -1;
/** Relevance of a document that was pooled and not judged. */
export const NOT_JUDGED = -2;

/** Judgements of one query: relevance by document; a negative one says pooled and not judged. */
export type Judgements = ReadonlyMap<string, number>;

/** A ranking as measures see it. */
export interface JudgedRanking {
  /** [N] relevance by rank; NOT_POOLED and NOT_JUDGED are negative. */
  readonly levels: Int32Array;
  /** Judged documents by relevance, found or not. */
  readonly judged: ReadonlyMap<number, number>;
}

/**
 * Looks up what each ranked document was judged. A document that comes twice counts at its first place alone.
 *
 * ```ts doctest
 * import { judgedRanking } from "@guerdon/verify/ranking";
 * [...judgedRanking(["b", "x", "a"], new Map([["a", 2], ["b", 0]])).levels] // => [0, -1, 2]
 * ```
 */
export function judgedRanking(ranking: readonly string[], judgements: Judgements): JudgedRanking {
  const unique = new Set(ranking);
  const levels = new Int32Array(unique.size);
  let rank = 0;
  for (const id of unique) {
    const level = judgements.get(id);
    levels[rank++] = level === undefined ? NOT_POOLED : level < 0 ? NOT_JUDGED : level;
  }
  const judged = new Map<number, number>();
  for (const level of judgements.values()) if (level >= 0) judged.set(level, (judged.get(level) ?? 0) + 1);
  return { levels, judged };
}

/**
 * Documents by descending score; equal scores by descending name, as trec_eval orders them.
 *
 * ```ts doctest
 * import { rankByScore } from "@guerdon/verify/ranking";
 * rankByScore([["a", 1], ["b", 2], ["c", 1]]) // => ["b", "c", "a"]
 * ```
 */
export function rankByScore(scores: Iterable<readonly [id: string, score: number]>): readonly string[] {
  const ids: string[] = [];
  const values: number[] = [];
  for (const [id, score] of scores) {
    ids.push(id);
    values.push(score);
  }
  const order = Uint32Array.from(ids, (_, i) => i);
  order.sort((i, j) => {
    const ahead = (values[j] as number) - (values[i] as number);
    return ahead === 0 || Number.isNaN(ahead) ? ((ids[i] as string) < (ids[j] as string) ? 1 : -1) : ahead;
  });
  return Array.from(order, (i) => ids[i] as string);
}
