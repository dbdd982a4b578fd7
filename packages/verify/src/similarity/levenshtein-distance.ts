import { patternMasks } from "./pattern-masks.ts";

/**
 * The fewest insertions, deletions and substitutions that turn one sequence of symbols into another.
 *
 * Bit-parallel, 32 cells a step (Myers 1999 in Hyyrö's form); time |b| · ⌈|a| / 32⌉.
 *
 * ```ts doctest
 * import { codePoints, levenshteinDistance } from "@guerdon/verify/similarity";
 * levenshteinDistance(codePoints("kitten"), codePoints("sitting")) // => 3
 * ```
 */
export function levenshteinDistance(a: Int32Array, b: Int32Array): number {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < shorter.length && shorter[start] === longer[start]) start++;
  let end = shorter.length;
  let longEnd = longer.length;
  while (end > start && shorter[end - 1] === longer[longEnd - 1]) {
    end--;
    longEnd--;
  }
  const pattern = shorter.subarray(start, end);
  const text = longer.subarray(start, longEnd);
  if (pattern.length === 0) return text.length;
  return pattern.length <= 32 ? oneBlock(pattern, text) : manyBlocks(pattern, text);
}

function oneBlock(pattern: Int32Array, text: Int32Array): number {
  const { masks, rowOf } = patternMasks(pattern);
  const last = 1 << (pattern.length - 1);
  let up = -1;
  let down = 0;
  let distance = pattern.length;
  for (let i = 0; i < text.length; i++) {
    const equal = masks[rowOf(text[i] as number)] as number;
    const diagonal = (((equal & up) + up) ^ up) | equal | down;
    let right = down | ~(diagonal | up);
    const left = up & diagonal;
    if ((right & last) !== 0) distance++;
    if ((left & last) !== 0) distance--;
    right = (right << 1) | 1;
    up = (left << 1) | ~(diagonal | right);
    down = right & diagonal;
  }
  return distance;
}

function manyBlocks(pattern: Int32Array, text: Int32Array): number {
  const { blocks, masks, rowOf } = patternMasks(pattern);
  const ups = new Int32Array(blocks).fill(-1);
  const downs = new Int32Array(blocks);
  const last = 1 << ((pattern.length - 1) & 31);
  let distance = pattern.length;
  for (let i = 0; i < text.length; i++) {
    const at = rowOf(text[i] as number) * blocks;
    let rightIn = 1;
    let leftIn = 0;
    for (let k = 0; k < blocks; k++) {
      const up = ups[k] as number;
      const down = downs[k] as number;
      const equal = (masks[at + k] as number) | leftIn;
      const diagonal = (((equal & up) + up) ^ up) | equal | down;
      let right = down | ~(diagonal | up);
      let left = up & diagonal;
      if (k === blocks - 1) {
        if ((right & last) !== 0) distance++;
        if ((left & last) !== 0) distance--;
      }
      const rightOut = right >>> 31;
      const leftOut = left >>> 31;
      right = (right << 1) | rightIn;
      left = (left << 1) | leftIn;
      ups[k] = left | ~(diagonal | right);
      downs[k] = right & diagonal;
      rightIn = rightOut;
      leftIn = leftOut;
    }
  }
  return distance;
}
