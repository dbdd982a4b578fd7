/** Bars of a distribution: one for each distinct value, or one between each two neighbouring edges. */
export type HistogramData =
  | { readonly values: readonly number[]; readonly counts: readonly number[] }
  | { readonly edges: readonly number[]; readonly counts: readonly number[] };

const MAX_VALUES = 32;
const MAX_BINS = 512;
/** Bin indices stay integers that a double holds exactly. */
const MANTISSA_BITS = 52;
const LEAST_EXPONENT = -1022;

/**
 * Counts a stream of finite numbers in bounded memory, exactly.
 *
 * Up to 32 distinct values are kept as they are. From the 33rd on, values fall into at most 512 bins whose
 * width is a power of two and whose edges are multiples of it; when a value falls outside, the width doubles
 * and neighbours merge. No count is ever estimated, and the bins depend on the values alone, not on their
 * order or on how parts of the stream were merged.
 */
export class Histogram {
  #values: Map<number, number> | undefined = new Map();
  #bins: Map<number, number> = new Map();
  #exponent = LEAST_EXPONENT;
  #first = 0;
  #last = 0;

  /** @throws RangeError when `value` is not finite */
  add(value: number, count = 1): void {
    if (!Number.isFinite(value)) throw new RangeError(`Expected \`value\` to be finite, got ${value}.`);
    if (this.#values === undefined) {
      this.#addToBin(value, count);
      return;
    }
    this.#values.set(value, (this.#values.get(value) ?? 0) + count);
    if (this.#values.size > MAX_VALUES) this.#startBins(this.#values);
  }

  merge(other: Histogram): void {
    if (other.#values !== undefined) {
      for (const [value, count] of other.#values) this.add(value, count);
      return;
    }
    if (this.#values !== undefined) this.#startBins(this.#values);
    this.#coarsenTo(other.#exponent);
    const shrink = shrinkOf(this.#exponent - other.#exponent);
    for (const [index, count] of other.#bins) this.#addAt(Math.floor(index / shrink), count);
  }

  toJSON(): HistogramData {
    if (this.#values !== undefined) {
      const values = [...this.#values].sort(([a], [b]) => a - b);
      return { values: values.map(([value]) => value), counts: values.map(([, count]) => count) };
    }
    const length = this.#last - this.#first + 1;
    return {
      edges: Array.from({ length: length + 1 }, (_, index) => (this.#first + index) * 2 ** this.#exponent),
      counts: Array.from({ length }, (_, index) => this.#bins.get(this.#first + index) ?? 0),
    };
  }

  #startBins(values: ReadonlyMap<number, number>): void {
    this.#values = undefined;
    for (const [value, count] of values) this.#addToBin(value, count);
  }

  #addToBin(value: number, count: number): void {
    this.#coarsenTo(exponentFor(value));
    const index = Math.floor(value / 2 ** this.#exponent);
    this.#addAt(value < 0 && index === 0 ? -1 : index, count);
  }

  /** Adds to a bin of the present width, which doubles until all bins fit. */
  #addAt(index: number, count: number): void {
    let at = index;
    if (this.#bins.size === 0) {
      this.#first = at;
      this.#last = at;
    }
    while (Math.max(at, this.#last) - Math.min(at, this.#first) >= MAX_BINS) {
      this.#coarsenTo(this.#exponent + 1);
      at = Math.floor(at / 2);
    }
    this.#first = Math.min(at, this.#first);
    this.#last = Math.max(at, this.#last);
    this.#bins.set(at, (this.#bins.get(at) ?? 0) + count);
  }

  #coarsenTo(exponent: number): void {
    if (exponent <= this.#exponent) return;
    const shrink = shrinkOf(exponent - this.#exponent);
    const bins = new Map<number, number>();
    for (const [index, count] of this.#bins) {
      const at = Math.floor(index / shrink);
      bins.set(at, (bins.get(at) ?? 0) + count);
    }
    this.#bins = bins;
    this.#first = Math.floor(this.#first / shrink);
    this.#last = Math.floor(this.#last / shrink);
    this.#exponent = exponent;
  }
}

/** How many bins become one; bounded, so that a negative index never underflows to 0. */
function shrinkOf(doublings: number): number {
  return 2 ** Math.min(doublings, 1000);
}

/** The finest power of two at which the index of `value` is an exact integer. */
function exponentFor(value: number): number {
  if (value === 0) return LEAST_EXPONENT;
  return Math.max(LEAST_EXPONENT, Math.floor(Math.log2(Math.abs(value))) + 1 - MANTISSA_BITS);
}
