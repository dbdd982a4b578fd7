/** Groups up to this size are compared pair by pair; larger ones are sorted first. */
const PAIRWISE = 24;

/** Whether point a is at least as good as b in every column and better in one; more is better. */
function dominates(columns: readonly Float64Array[], a: number, b: number): boolean {
  let better = false;
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k] as Float64Array;
    const [own, other] = [column[a] as number, column[b] as number];
    if (own < other) return false;
    if (own > other) better = true;
  }
  return better;
}

/** Sets `out` to 1 for the members that no member dominates and to 0 for the others; gives how many there are. */
export function markFront(columns: readonly Float64Array[], members: Int32Array, out: Float64Array): number {
  if (members.length > PAIRWISE) return markSorted(columns, members, out);
  gather(columns, members);
  let size = members.length;
  for (let i = 0; i < members.length; i++) out[members[i] as number] = 1;
  for (let i = 0; i < members.length; i++) {
    for (let j = i + 1; j < members.length; j++) {
      const beaten = beatenOf(columns.length, i, j);
      if (beaten === -1) continue;
      const loser = members[beaten] as number;
      size -= out[loser] as number;
      out[loser] = 0;
    }
  }
  return size;
}

/** The points of one small group, side by side. */
let points = new Float64Array(64);

function gather(columns: readonly Float64Array[], members: Int32Array): void {
  const width = columns.length;
  if (points.length < width * PAIRWISE) points = new Float64Array(width * PAIRWISE);
  for (let k = 0; k < width; k++) {
    const column = columns[k] as Float64Array;
    for (let i = 0; i < members.length; i++) points[i * width + k] = column[members[i] as number] as number;
  }
}

/** Which of two gathered points the other dominates, or −1; flags, as which is greater follows no pattern. */
function beatenOf(width: number, i: number, j: number): number {
  let less = 0;
  let more = 0;
  for (let k = 0; k < width; k++) {
    const own = points[i * width + k] as number;
    const other = points[j * width + k] as number;
    less |= +(own < other);
    more |= +(own > other);
  }
  return less === more ? -1 : less === 1 ? i : j;
}

/** In falling order a point can be dominated by earlier ones alone, and then by one of the front. */
function markSorted(columns: readonly Float64Array[], members: Int32Array, out: Float64Array): number {
  const front: number[] = [];
  for (const own of fallingOrder(columns, members)) {
    // The latest point of the front is the nearest; of two columns it has the most of the second, and decides alone.
    const last = columns.length <= 2 ? front.slice(-1) : front;
    const free = isDominatedBy(columns, last, own) ? 0 : 1;
    out[own] = free;
    if (free === 1) front.push(own);
  }
  return front.length;
}

/** Sets `out` to the number of fronts that lie before each member's own. */
export function rankFronts(columns: readonly Float64Array[], members: Int32Array, out: Float64Array): void {
  const fronts: number[][] = [];
  for (const own of fallingOrder(columns, members)) {
    let rank = 0;
    while (rank < fronts.length && isDominatedBy(columns, fronts[rank] as number[], own)) rank++;
    if (rank === fronts.length) fronts.push([]);
    (fronts[rank] as number[]).push(own);
    out[own] = rank;
  }
}

function isDominatedBy(columns: readonly Float64Array[], front: readonly number[], own: number): boolean {
  for (let k = front.length - 1; k >= 0; k--) if (dominates(columns, front[k] as number, own)) return true;
  return false;
}

/** The members from the greatest to the least, by the first column that tells them apart. */
function fallingOrder(columns: readonly Float64Array[], members: Int32Array): Int32Array {
  return members.slice().sort((a, b) => {
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k] as Float64Array;
      const difference = (column[b] as number) - (column[a] as number);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}
