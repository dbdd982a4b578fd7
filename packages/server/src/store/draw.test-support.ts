import { streamKey, uniformAt } from "@guerdon/core/random";

/** Uniform numbers in [0, 1), the same for the same seed and name. */
export function drawer(seed: number, name: string): () => number {
  const key = streamKey(seed, name);
  let at = 0;
  return () => uniformAt(key, at++);
}

/** The entries in another order. */
export function shuffled<T>(entries: readonly T[], draw: () => number): T[] {
  const left = [...entries];
  return entries.map(() => left.splice(Math.floor(draw() * left.length), 1)[0] as T);
}
