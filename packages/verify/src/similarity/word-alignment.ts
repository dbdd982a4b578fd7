/** The table of edit distances between all beginnings of two lists of words, near its diagonal. */
export interface EditTable {
  readonly distance: number;
  readonly words: readonly number[];
  readonly gold: readonly number[];
  /** [(words + 1) × (gold + 1)] */
  readonly costs: Int32Array;
}

const BEAM = 25;
const FAR = 1 << 29;

/**
 * Edit distances in a beam of 25 about the diagonal, the band sacreBLEU and Tercom look at.
 */
export function editTable(words: readonly number[], gold: readonly number[]): EditTable {
  const width = gold.length + 1;
  const costs = new Int32Array((words.length + 1) * width).fill(FAR);
  for (let j = 0; j < width; j++) costs[j] = j;
  for (let i = 1; i <= words.length; i++) {
    fillRow(words, gold, i, costs.subarray((i - 1) * width, i * width), costs.subarray(i * width, (i + 1) * width));
  }
  return { distance: costs[words.length * width + gold.length] as number, words, gold, costs };
}

/** The edit distance of words that differ from those of a table only after the first `same`, and are as many. */
export function distanceAfter(words: readonly number[], { gold, costs }: EditTable, same: number): number {
  const width = gold.length + 1;
  let above = costs.slice(same * width, (same + 1) * width);
  let row = new Int32Array(width).fill(FAR);
  for (let i = same + 1; i <= words.length; i++) {
    fillRow(words, gold, i, above, row);
    if (i === words.length) return row[gold.length] as number;
    const [start, end] = band(words.length, gold.length, i - 1);
    above.fill(FAR, start, end);
    if (i - 1 === same) above.fill(FAR);
    [above, row] = [row, above];
  }
  return above[gold.length] as number;
}

/** The columns looked at in a row. */
function band(size: number, goldSize: number, i: number): readonly [start: number, end: number] {
  const slope = goldSize / size;
  const beam = BEAM < slope / 2 ? Math.ceil(slope / 2 + BEAM) : BEAM;
  const middle = Math.floor(i * slope);
  return [Math.max(0, middle - beam), i === size ? goldSize + 1 : Math.min(goldSize + 1, middle + beam)];
}

function fillRow(
  words: readonly number[],
  gold: readonly number[],
  i: number,
  above: Int32Array,
  row: Int32Array,
): void {
  const [start, end] = band(words.length, gold.length, i);
  const word = words[i - 1];
  for (let j = start; j < end; j++) {
    if (j === 0) {
      row[0] = (above[0] as number) + 1;
      continue;
    }
    const changed = (above[j - 1] as number) + (word === gold[j - 1] ? 0 : 1);
    row[j] = Math.min(FAR, changed, (above[j] as number) + 1, (row[j - 1] as number) + 1);
  }
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
