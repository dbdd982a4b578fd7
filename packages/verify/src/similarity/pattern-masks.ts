/** For each symbol of a pattern, the positions where it stands, 32 to a word. */
export interface PatternMasks {
  /** Words of 32 positions. */
  readonly blocks: number;
  /** [symbols × blocks]; row 0 is that of a symbol the pattern does not have. */
  readonly masks: Int32Array;
  /** The row of a symbol. */
  rowOf(symbol: number): number;
}

/** Rows of small symbols; emptied after use by the symbols of the pattern. */
const SMALL = 0x10000;
const small = new Int32Array(SMALL);
let filled: readonly number[] = [];

/**
 * The positions of the symbols of a pattern, for bit-parallel comparison.
 *
 * Only the masks made last may be asked for rows: the index of small symbols is shared.
 */
export function patternMasks(pattern: Int32Array): PatternMasks {
  for (const symbol of filled) small[symbol] = 0;
  const blocks = Math.max(1, Math.ceil(pattern.length / 32));
  const seen: number[] = [];
  const large = new Map<number, number>();
  const rows = new Int32Array(pattern.length);
  let count = 0;
  for (let i = 0; i < pattern.length; i++) {
    const symbol = pattern[i] as number;
    let row = symbol < SMALL ? (small[symbol] as number) : (large.get(symbol) ?? 0);
    if (row === 0) {
      row = ++count;
      if (symbol < SMALL) {
        small[symbol] = row;
        seen.push(symbol);
      } else large.set(symbol, row);
    }
    rows[i] = row;
  }
  filled = seen;
  const masks = new Int32Array((count + 1) * blocks);
  for (let i = 0; i < pattern.length; i++) {
    const at = (rows[i] as number) * blocks + (i >>> 5);
    masks[at] = (masks[at] as number) | (1 << (i & 31));
  }
  return {
    blocks,
    masks,
    rowOf: (symbol) => (symbol < SMALL ? (small[symbol] as number) : (large.get(symbol) ?? 0)),
  };
}
