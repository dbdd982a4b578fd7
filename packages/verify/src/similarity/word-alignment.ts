/** The table of edit distances between all beginnings of two lists of words, near its diagonal. */
export interface EditTable {
  readonly distance: number;
  readonly words: readonly string[];
  readonly gold: readonly string[];
  /** [(words + 1) × (gold + 1)] */
  readonly costs: Int32Array;
}

const BEAM = 25;
const FAR = 1 << 29;

/**
 * Edit distances in a beam of 25 about the diagonal, the band sacreBLEU and Tercom look at.
 *
 * @param known - a table for words of the same number with the same first `same` words: its rows are taken over
 */
export function editTable(words: readonly string[], gold: readonly string[], known?: EditTable, same = 0): EditTable {
  const width = gold.length + 1;
  const costs = new Int32Array((words.length + 1) * width).fill(FAR);
  if (known === undefined) for (let j = 0; j < width; j++) costs[j] = j;
  else costs.set(known.costs.subarray(0, (same + 1) * width));
  const slope = words.length === 0 ? 1 : gold.length / words.length;
  const beam = BEAM < slope / 2 ? Math.ceil(slope / 2 + BEAM) : BEAM;
  for (let i = (known === undefined ? 0 : same) + 1; i <= words.length; i++) {
    const middle = Math.floor(i * slope);
    const end = i === words.length ? width : Math.min(width, middle + beam);
    const row = i * width;
    const word = words[i - 1];
    for (let j = Math.max(0, middle - beam); j < end; j++) {
      const above = costs[row - width + j] as number;
      if (j === 0) {
        costs[row] = above + 1;
        continue;
      }
      let cost = (costs[row - width + j - 1] as number) + (word === gold[j - 1] ? 0 : 1);
      if (above + 1 < cost) cost = above + 1;
      const left = (costs[row + j - 1] as number) + 1;
      costs[row + j] = Math.min(FAR, left, cost);
    }
  }
  return { distance: costs[words.length * width + gold.length] as number, words, gold, costs };
}

/** How words and gold words lie against each other. */
export interface WordAlignment {
  /** For each gold word, the word it is aligned with, or the last one before it; −1 before the first. */
  readonly places: Int32Array;
  /** 1 for a word that is edited. */
  readonly wrong: Uint8Array;
  /** 1 for a gold word that is not matched. */
  readonly goldWrong: Uint8Array;
}

/** The alignment of the cheapest path: match or substitution before deletion before insertion. */
export function wordAlignment({ words, gold, costs }: EditTable): WordAlignment {
  const width = gold.length + 1;
  const places = new Int32Array(gold.length);
  const wrong = new Uint8Array(words.length);
  const goldWrong = new Uint8Array(gold.length);
  let i = words.length;
  let j = gold.length;
  while (i > 0 || j > 0) {
    const cost = costs[i * width + j] as number;
    const same = i > 0 && j > 0 && words[i - 1] === gold[j - 1];
    const diagonal = i > 0 && j > 0 && cost === (costs[(i - 1) * width + j - 1] as number) + (same ? 0 : 1);
    if (diagonal) {
      i--;
      j--;
      places[j] = i;
      wrong[i] = same ? 0 : 1;
      goldWrong[j] = same ? 0 : 1;
    } else if (i > 0 && (j === 0 || cost === (costs[(i - 1) * width + j] as number) + 1)) {
      i--;
      wrong[i] = 1;
    } else {
      j--;
      places[j] = i - 1;
      goldWrong[j] = 1;
    }
  }
  return { places, wrong, goldWrong };
}
