/** Strings of a fixed length, with a base policy of one symbol after another. */
export interface StringTree {
  /** A */
  readonly symbols: number;
  /** M */
  readonly length: number;
  /** [A] chance of each next symbol after a prefix, by its last symbol; −1 at the start. */
  base(last: number): ArrayLike<number>;
  /** Reward of a whole string. */
  reward(string: Uint8Array): number;
}

/** Values of all prefixes under the base policy: level m has one for each of the A^m prefixes, in the order of counting. */
export type PrefixValues = readonly Float64Array[];

/**
 * Values of every prefix under the base policy, by going back from the ends.
 *
 *   V(s) = Σ_a π₀(a | s) · V(s·a),   V(whole string) = its reward
 *
 * @paper 122 §Mechanism 2 (what the value net learns)
 */
export function prefixValues(tree: StringTree): PrefixValues {
  const { symbols, length, base, reward } = tree;
  const levels = Array.from({ length: length + 1 }, (_, m) => new Float64Array(symbols ** m));
  const string = new Uint8Array(length);
  (levels[length] as Float64Array).forEach((_, i, whole) => {
    spell(string, i, symbols);
    whole[i] = reward(string);
  });
  for (let m = length - 1; m >= 0; m--) {
    const [own, next] = [levels[m] as Float64Array, levels[m + 1] as Float64Array];
    for (let i = 0; i < own.length; i++) {
      const chances = base(m === 0 ? -1 : i % symbols);
      let value = 0;
      for (let a = 0; a < symbols; a++) value += (chances[a] as number) * (next[i * symbols + a] as number);
      own[i] = value;
    }
  }
  return levels;
}

/** Writes the string number `index` into a buffer. */
export function spell(string: Uint8Array, index: number, symbols: number): void {
  let rest = index;
  for (let m = string.length - 1; m >= 0; m--) {
    string[m] = rest % symbols;
    rest = Math.floor(rest / symbols);
  }
}
