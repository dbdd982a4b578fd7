import type { Box } from "./box-overlap.ts";

/** Votes on a grid cut at all edges of the boxes. */
export interface RegionVotes {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** votes[row][column] of cell ys[row] … ys[row + 1], xs[column] … xs[column + 1]. */
  readonly votes: readonly (readonly number[])[];
  readonly highest: number;
}

/**
 * Counts by how many boxes each place is covered, exact at any size of the screen.
 *
 * @paper 215 §Mechanism
 */
export function regionVotes(boxes: readonly Box[]): RegionVotes {
  const edges = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
  const xs = edges(boxes.flatMap(([x1, , x2]) => [x1, x2]));
  const ys = edges(boxes.flatMap(([, y1, , y2]) => [y1, y2]));
  const votes = ys.slice(1).map(() => new Array<number>(Math.max(0, xs.length - 1)).fill(0));
  let highest = 0;
  for (const [x1, y1, x2, y2] of boxes) {
    for (let row = ys.indexOf(y1); row < ys.indexOf(y2); row++) {
      const line = votes[row] as number[];
      for (let column = xs.indexOf(x1); column < xs.indexOf(x2); column++) {
        line[column] = (line[column] as number) + 1;
        highest = Math.max(highest, line[column] as number);
      }
    }
  }
  return { xs, ys, votes, highest };
}

/**
 * Mean vote inside each box over the highest vote anywhere: 1 when the box lies in the region most agree on.
 *
 * ```ts doctest
 * import { voteDensities } from "@guerdon/verify/geometry";
 * voteDensities([[0, 0, 2, 1], [0, 0, 1, 1]]) // => [0.75, 1]
 * ```
 *
 * @paper 215 §Mechanism (GUI-RCPO)
 */
export function voteDensities(boxes: readonly Box[]): readonly number[] {
  const { xs, ys, votes, highest } = regionVotes(boxes);
  return boxes.map(([x1, y1, x2, y2]) => {
    let sum = 0;
    for (let row = ys.indexOf(y1); row < ys.indexOf(y2); row++)
      for (let column = xs.indexOf(x1); column < xs.indexOf(x2); column++)
        sum += (votes[row]?.[column] as number) * cellArea(xs, ys, row, column);
    return Math.min(1, sum / (highest * (x2 - x1) * (y2 - y1)));
  });
}

/**
 * The box around the largest connected region with the highest vote; ties go to the one found first, from the top left.
 *
 * @paper 215 §Mechanism (GUI-RC)
 * @alias regionVote
 */
export function consensusBox(boxes: readonly Box[]): Box | undefined {
  const { xs, ys, votes, highest } = regionVotes(boxes);
  const seen = votes.map((row) => row.map((count) => count < highest));
  let best: { readonly area: number; readonly box: Box } | undefined;
  for (let y = 0; y < votes.length; y++) {
    for (let x = 0; x < xs.length - 1; x++) {
      if (seen[y]?.[x] !== false) continue;
      const cells: [number, number][] = [[y, x]];
      (seen[y] as boolean[])[x] = true;
      let area = 0;
      let box: Box = [
        Number.POSITIVE_INFINITY,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
      ];
      for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
        const [r, c] = cell;
        area += cellArea(xs, ys, r, c);
        box = [
          Math.min(box[0], xs[c] as number),
          Math.min(box[1], ys[r] as number),
          Math.max(box[2], xs[c + 1] as number),
          Math.max(box[3], ys[r + 1] as number),
        ];
        for (const [nr, nc] of [
          [r - 1, c],
          [r + 1, c],
          [r, c - 1],
          [r, c + 1],
        ] as const) {
          if (seen[nr]?.[nc] !== false) continue;
          (seen[nr] as boolean[])[nc] = true;
          cells.push([nr, nc]);
        }
      }
      if (best === undefined || area > best.area) best = { area, box };
    }
  }
  return best?.box;
}

function cellArea(xs: readonly number[], ys: readonly number[], row: number, column: number): number {
  return ((xs[column + 1] as number) - (xs[column] as number)) * ((ys[row + 1] as number) - (ys[row] as number));
}
