/**
 * The one-to-one assignment of rows to columns with the least total cost, in O(n² m) (Hungarian method).
 *
 * @param cost - rows of one length
 * @returns for each row its column, or −1 when there are more rows than columns
 *
 * ```ts doctest
 * import { assignPairs } from "@guerdon/verify/geometry";
 * assignPairs([[1, 2], [1, 5]]) // => [1, 0]
 * ```
 */
export function assignPairs(cost: readonly (readonly number[])[]): readonly number[] {
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  if (columns === 0) return cost.map(() => -1);
  if (rows > columns) {
    const back = assignPairs(Array.from({ length: columns }, (_, c) => cost.map((row) => row[c] as number)));
    const pairs = cost.map(() => -1);
    back.forEach((row, column) => {
      pairs[row] = column;
    });
    return pairs;
  }
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) enterRow(row, cost, { rowPrice, columnPrice, rowOf });
  const pairs = cost.map(() => -1);
  for (let column = 1; column <= columns; column++)
    if ((rowOf[column] as number) > 0) pairs[(rowOf[column] as number) - 1] = column - 1;
  return pairs;
}

interface Prices {
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  /** Row of each column, counted from 1; 0 for none. */
  readonly rowOf: Int32Array;
}

/** Finds the cheapest alternating path from a new row to a free column and turns it over. */
function enterRow(row: number, cost: readonly (readonly number[])[], { rowPrice, columnPrice, rowOf }: Prices): void {
  const columns = columnPrice.length - 1;
  const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Int32Array(columns + 1);
  const done = new Uint8Array(columns + 1);
  rowOf[0] = row;
  let at = 0;
  do {
    done[at] = 1;
    const here = rowOf[at] as number;
    let step = Number.POSITIVE_INFINITY;
    let next = 0;
    for (let column = 1; column <= columns; column++) {
      if (done[column] === 1) continue;
      const slack =
        (cost[here - 1]?.[column - 1] as number) - (rowPrice[here] as number) - (columnPrice[column] as number);
      if (slack < (least[column] as number)) {
        least[column] = slack;
        cameFrom[column] = at;
      }
      if ((least[column] as number) < step) {
        step = least[column] as number;
        next = column;
      }
    }
    for (let column = 0; column <= columns; column++) {
      if (done[column] === 1) {
        rowPrice[rowOf[column] as number] = (rowPrice[rowOf[column] as number] as number) + step;
        columnPrice[column] = (columnPrice[column] as number) - step;
      } else least[column] = (least[column] as number) - step;
    }
    at = next;
  } while (rowOf[at] !== 0);
  while (at !== 0) {
    const before = cameFrom[at] as number;
    rowOf[at] = rowOf[before] as number;
    at = before;
  }
}
