/** One match of a pattern in a text. */
export interface Spot {
  readonly start: number;
  readonly end: number;
}

const CHUNK = 8192;

/**
 * Walks the matches of a pattern from the last to the first, so that looking for the last one costs little.
 *
 * @param pattern - has the flag `g` and matches no more than `reach` characters
 */
export function* matchesFromEnd(text: string, pattern: RegExp, reach = 64): Generator<Spot> {
  for (let to = text.length; to > 0; to -= CHUNK) {
    const from = Math.max(0, to - CHUNK);
    // One character more at the start, so that `^` sees whether a line begins here.
    const base = Math.max(0, from - 1);
    const spots: Spot[] = [];
    for (const match of text.slice(base, to + reach).matchAll(pattern)) {
      const start = base + match.index;
      if (start >= from && start < to) spots.push({ start, end: start + match[0].length });
    }
    while (spots.length > 0) yield spots.pop() as Spot;
  }
}
