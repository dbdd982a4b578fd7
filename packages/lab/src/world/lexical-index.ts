/**
 * Finds the sentence that shares the rarest words with a query.
 *
 *   score_i = Σ_{w ∈ query ∩ i} idf(w)² / ‖i‖,   idf(w) = ln(1 + N / n_w),   ‖i‖ = √Σ_{w ∈ i} idf(w)²
 *
 * The cosine of two sets of words weighed by idf, but for the length of the query. The first of equals; −1 where no
 * word is shared.
 *
 * ```ts doctest
 * import { lexicalIndex } from "@guerdon/lab/world";
 * lexicalIndex(["A red fox.", "A grey wolf."])("the wolf") // => 1
 * ```
 */
export function lexicalIndex(sentences: readonly string[]): (query: string) => number {
  const sets = sentences.map(wordsOf);
  const counts = new Map<string, number>();
  for (const word of sets.flatMap((set) => [...set])) counts.set(word, (counts.get(word) ?? 0) + 1);
  const squared = (word: string): number => Math.log(1 + sentences.length / (counts.get(word) as number)) ** 2;
  const norms = sets.map((set) => Math.sqrt([...set].reduce((sum, word) => sum + squared(word), 0)));
  return (query) => {
    const asked = [...wordsOf(query)];
    let [best, place] = [0, -1];
    sets.forEach((set, i) => {
      const shared = asked.filter((word) => set.has(word)).reduce((sum, word) => sum + squared(word), 0);
      const score = shared / (norms[i] as number);
      if (score > best) [best, place] = [score, i];
    });
    return place;
  };
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}
