/** What more rollouts are worth to each of some prompts. */
export interface Demand {
  /** Success rates, strictly between 0 and 1. */
  readonly rates: Float64Array;
  /** Factor of each prompt's chance of a mixed group. */
  readonly factors: Float64Array;
  /** Rollouts each prompt has already, and the most it may have. */
  readonly from: Int32Array;
  readonly most: number;
}

/** Worth of n rollouts at success rate p: the chance that some succeed and some fail, times a factor. */
export function mixedWorth(rollouts: number, rate: number, factor: number): number {
  return (1 - rate ** rollouts - (1 - rate) ** rollouts) * factor;
}

/**
 * Hands rollouts out one by one, each to the prompt that gains most from one more.
 *
 * Worth is concave in the number of rollouts, so this is optimal. Ties go to the earlier prompt.
 */
export function greedyExtra(demand: Demand, budget: number): Int32Array {
  const { rates, factors, from, most } = demand;
  const count = rates.length;
  const extra = new Int32Array(count);
  const won = rates.map((rate, i) => rate ** (from[i] as number));
  const lost = rates.map((rate, i) => (1 - rate) ** (from[i] as number));
  const gainOf = (i: number): number => {
    const rate = rates[i] as number;
    return ((won[i] as number) * (1 - rate) + (lost[i] as number) * rate) * (factors[i] as number);
  };
  const gains = rates.map((_, i) => gainOf(i));
  const heap = Int32Array.from(from.keys()).filter((i) => (from[i] as number) < most);
  let size = heap.length;
  for (let root = (size >> 1) - 1; root >= 0; root--) sink(heap, gains, root, size);
  for (let left = budget; left > 0 && size > 0; left--) {
    const best = heap[0] as number;
    extra[best] = (extra[best] as number) + 1;
    won[best] = (won[best] as number) * (rates[best] as number);
    lost[best] = (lost[best] as number) * (1 - (rates[best] as number));
    gains[best] = gainOf(best);
    if ((from[best] as number) + (extra[best] as number) === most) heap[0] = heap[--size] as number;
    sink(heap, gains, 0, size);
  }
  return extra;
}

/** Moves the prompt at `root` down until no child gains more. */
function sink(heap: Int32Array, gains: Float64Array, root: number, size: number): void {
  for (let at = root; ; ) {
    let best = at;
    for (let child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
      if (precedes(heap[child] as number, heap[best] as number, gains)) best = child;
    }
    if (best === at) return;
    const moved = heap[at] as number;
    heap[at] = heap[best] as number;
    heap[best] = moved;
    at = best;
  }
}

function precedes(a: number, b: number, gains: Float64Array): boolean {
  const [own, other] = [gains[a] as number, gains[b] as number];
  return own > other || (own === other && a < b);
}

/** The same by dynamic programming over prompts and budget; the whole budget is used where there is room. */
export function dynamicExtra(demand: Demand, budget: number): Int32Array {
  const { rates, factors, from, most } = demand;
  const room = from.reduce((sum, rollouts) => sum + most - rollouts, 0);
  const width = Math.min(budget, room) + 1;
  let best = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  const choices: Int32Array[] = [];
  for (let i = 0; i < rates.length; i++) {
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    const chosen = new Int32Array(width);
    for (let k = 0; k <= most - (from[i] as number); k++) {
      const worth = mixedWorth((from[i] as number) + k, rates[i] as number, factors[i] as number);
      for (let w = k; w < width; w++) {
        const value = (best[w - k] as number) + worth;
        if (value > (next[w] as number)) {
          next[w] = value;
          chosen[w] = k;
        }
      }
    }
    choices.push(chosen);
    best = next;
  }
  const extra = new Int32Array(rates.length);
  for (let i = rates.length - 1, w = width - 1; i >= 0; i--) {
    extra[i] = (choices[i] as Int32Array)[w] as number;
    w -= extra[i] as number;
  }
  return extra;
}
