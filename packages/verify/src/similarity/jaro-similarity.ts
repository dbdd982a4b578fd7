/**
 * Jaro similarity: common symbols within half the longer length, less half of those out of order.
 *
 *   (m/|a| + m/|b| + (m − t)/m) / 3,  1 for two empty texts
 *
 * ```ts doctest
 * import { codePoints, jaroSimilarity } from "@guerdon/verify/similarity";
 * jaroSimilarity(codePoints("MARTHA"), codePoints("MARHTA")).toFixed(4) // => "0.9444"
 * ```
 */
export function jaroSimilarity(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 && b.length === 0) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(a.length);
  const matches: number[] = [];
  for (let j = 0; j < b.length; j++) {
    const end = Math.min(a.length, j + reach + 1);
    for (let i = Math.max(0, j - reach); i < end; i++) {
      if (taken[i] === 1 || a[i] !== b[j]) continue;
      taken[i] = 1;
      matches.push(b[j] as number);
      break;
    }
  }
  const m = matches.length;
  if (m === 0) return 0;
  let displaced = 0;
  let next = 0;
  for (let i = 0; i < a.length; i++) {
    if (taken[i] === 1 && matches[next++] !== a[i]) displaced++;
  }
  return (m / a.length + m / b.length + (m - Math.floor(displaced / 2)) / m) / 3;
}

/**
 * Jaro–Winkler similarity: Jaro, nearer to 1 by a tenth for each of the first four symbols that agree.
 *
 *   J + prefix · weight · (1 − J)  where J > 0.7, else J
 */
export function jaroWinklerSimilarity(a: Int32Array, b: Int32Array, prefixWeight = 0.1): number {
  const jaro = jaroSimilarity(a, b);
  if (jaro <= 0.7) return jaro;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * prefixWeight * (1 - jaro);
}
