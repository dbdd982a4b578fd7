import type { PrefixValues, StringTree } from "./prefix-values.ts";

/** One set of values with how strongly it steers; below 0 it is avoided. */
export interface Guide {
  readonly values: PrefixValues;
  readonly strength: number;
}

/**
 * Chances of every whole string when the base policy is steered by values of where each symbol leads.
 *
 *   π(a | s) ∝ π₀(a | s) · exp(Σ_i β_i · (V_i(s·a) − mean of V_i over the k candidates))
 *
 * Candidates are the k most likely symbols; all others keep their logits. One step of improvement with a KL penalty: not
 * worse than the base policy when the values are its own and all symbols are candidates.
 *
 * @shape → [A^M], in the order of counting
 * @paper 122 §Mechanism 3–4 (VAS: k = 20, several rewards by a sum of shifts)
 */
export function guidedChances(tree: StringTree, guides: readonly Guide[], candidates: number): Float64Array {
  const { symbols, length, base } = tree;
  let chances = Float64Array.of(1);
  const weights = new Float64Array(symbols);
  for (let m = 0; m < length; m++) {
    const next = new Float64Array(chances.length * symbols);
    for (let i = 0; i < chances.length; i++) {
      const own = base(m === 0 ? -1 : i % symbols);
      const chosen = likeliest(own, symbols, candidates);
      for (let a = 0; a < symbols; a++) weights[a] = Math.log(own[a] as number);
      for (const { values, strength } of guides) {
        const level = values[m + 1] as Float64Array;
        const mean = chosen.reduce((sum, a) => sum + (level[i * symbols + a] as number), 0) / chosen.length;
        for (const a of chosen) {
          weights[a] = (weights[a] as number) + strength * ((level[i * symbols + a] as number) - mean);
        }
      }
      const most = weights.reduce((max, weight) => Math.max(max, weight), Number.NEGATIVE_INFINITY);
      const total = weights.reduce((sum, weight) => sum + Math.exp(weight - most), 0);
      for (let a = 0; a < symbols; a++) {
        next[i * symbols + a] = ((chances[i] as number) * Math.exp((weights[a] as number) - most)) / total;
      }
    }
    chances = next;
  }
  return chances;
}

function likeliest(chances: ArrayLike<number>, symbols: number, count: number): readonly number[] {
  return Array.from({ length: symbols }, (_, a) => a)
    .sort((a, b) => (chances[b] as number) - (chances[a] as number) || a - b)
    .slice(0, count);
}
