/**
 * The names nearest to a mistyped one, best first, as a hint: "Did you mean `clip`?" or "".
 *
 * Near means an edit distance of at most a third of the longer word, or one of three letters or more inside the other.
 *
 * ```ts doctest
 * import { didYouMean } from "@guerdon/core/error";
 * didYouMean("cilp", ["clip", "gate"]) // => "Did you mean `clip`?"
 * ```
 */
export function didYouMean(word: string, names: Iterable<string>): string {
  const near = [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(word.length, name.length) / 3)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3);
  return near.length === 0 ? "" : `Did you mean ${near.map(({ name }) => `\`${name}\``).join(" or ")}?`;
}

function distanceOf(a: string, b: string): number {
  if (Math.min(a.length, b.length) > 2 && (b.includes(a) || a.includes(b))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  let before: number[] = [];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (before[j - 2] as number) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
