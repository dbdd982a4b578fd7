import { streamKey, uniformAt } from "@guerdon/core/random";
import { Matrix, solve } from "ml-matrix";
import { type PrefixValues, type StringTree, spell } from "./prefix-values.ts";

const RIDGE = 1e-3;

/**
 * Values of prefixes learnt from strings of the base policy: for each length a linear fit of the reward that followed.
 *
 * Features of a prefix are 1, how often each symbol and each pair of neighbours is in it, and its last symbol; for
 * rewards that add up over symbols and pairs the true values are linear in them.
 *
 * @param strings - how many are drawn
 * @returns as `prefixValues` does; whole strings have the fit's value too, not their reward
 * @paper 122 §Experiment (b): linear features, 4,000 samples
 */
export function fitPrefixValues(tree: StringTree, strings: number, seed: number): PrefixValues {
  const { symbols, length } = tree;
  const drawn = Array.from({ length: strings }, (_, r) => drawString(tree, streamKey(seed, "strings"), r));
  const rewards = Matrix.columnVector(drawn.map((string) => tree.reward(string)));
  return Array.from({ length: length + 1 }, (_, m) => {
    const features = new Matrix(drawn.map((string) => featuresOf(string, m, symbols)));
    const gram = features.transpose().mmul(features);
    for (let i = 0; i < gram.rows; i++) gram.set(i, i, gram.get(i, i) + RIDGE);
    const weights = solve(gram, features.transpose().mmul(rewards)).to1DArray();
    const string = new Uint8Array(m);
    return Float64Array.from({ length: symbols ** m }, (_, i) => {
      spell(string, i, symbols);
      return featuresOf(string, m, symbols).reduce((sum, feature, k) => sum + feature * (weights[k] as number), 0);
    });
  });
}

function drawString({ symbols, length, base }: StringTree, key: number, index: number): Uint8Array {
  const string = new Uint8Array(length);
  for (let m = 0; m < length; m++) {
    const chances = base(m === 0 ? -1 : (string[m - 1] as number));
    let rest = uniformAt(key, index * length + m);
    let a = 0;
    while (a < symbols - 1 && rest >= (chances[a] as number)) rest -= chances[a++] as number;
    string[m] = a;
  }
  return string;
}

/** 1, counts of symbols, counts of pairs, last symbol. */
function featuresOf(string: Uint8Array, length: number, symbols: number): number[] {
  const features = new Array<number>(1 + 2 * symbols + symbols ** 2).fill(0);
  features[0] = 1;
  for (let m = 0; m < length; m++) {
    const at = 1 + (string[m] as number);
    features[at] = (features[at] as number) + 1;
    if (m === 0) continue;
    const pair = 1 + 2 * symbols + (string[m - 1] as number) * symbols + (string[m] as number);
    features[pair] = (features[pair] as number) + 1;
  }
  if (length > 0) features[1 + symbols + (string[length - 1] as number)] = 1;
  return features;
}
