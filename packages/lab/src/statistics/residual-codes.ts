import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { kMeans } from "./k-means.ts";

export interface ResidualCodesOptions {
  /** Codes of each level: what a level leaves is quantised by the next. */
  readonly levels: readonly number[];
  /** Codes of each part of what the last level leaves, turned so that all parts vary alike; none by default. */
  readonly parts?: readonly number[];
  readonly seed: number;
}

/**
 * Identifiers of vectors: residual quantisation, and product quantisation of the rest after a rotation.
 *
 *   r_0 = x,   code_l = nearest of the centres of level l to r_l,   r_{l+1} = r_l − centre
 *   rest = R·r_L in parts, each with codes of its own;   R: principal axes, dealt to parts so that their variances' products are alike
 *
 * @param rows - [N, D] vectors, one after the other
 * @param size - D
 * @shape → [N][levels + parts]
 * @paper 147 §Mechanism (residual k-means, then OPQ of the residual)
 * @paper Ge et al. 2013, "Optimized product quantization", §3.2 (eigenvalue allocation)
 *
 * ```ts doctest
 * import { residualCodes } from "@guerdon/lab/statistics";
 * const codes = residualCodes(Float64Array.of(0, 1, 10, 11), 1, { levels: [2, 2], seed: 1 });
 * new Set(codes.map((code) => code.join())).size // => 4
 * ```
 */
export function residualCodes(
  rows: Float64Array,
  size: number,
  { levels, parts = [], seed }: ResidualCodesOptions,
): readonly (readonly number[])[] {
  const rest = rows.slice();
  const columns = levels.map((count, level) => {
    const { centres, nearest } = kMeans(rest, size, { centres: count, seed: seed + level });
    for (let at = 0; at < rest.length; at++) {
      const centre = (nearest[Math.floor(at / size)] as number) * size + (at % size);
      rest[at] = (rest[at] as number) - (centres[centre] as number);
    }
    return nearest;
  });
  const axes = parts.length === 0 ? [] : dealtAxes(rest, size, parts.length);
  for (const [p, count] of parts.entries()) {
    const own = axes[p] as readonly (readonly number[])[];
    const turned = Float64Array.from({ length: (rest.length / size) * own.length }, (_, at) => {
      const [row, axis] = [Math.floor(at / own.length) * size, own[at % own.length] as readonly number[]];
      return axis.reduce((sum, weight, d) => sum + weight * (rest[row + d] as number), 0);
    });
    columns.push(kMeans(turned, own.length, { centres: count, seed: seed + 100 + p }).nearest);
  }
  return Array.from({ length: rows.length / size }, (_, i) => columns.map((column) => column[i] as number));
}

/** Share of items whose code no other item has. */
export function uniqueShare(codes: readonly (readonly number[])[]): number {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code.join(), (counts.get(code.join()) ?? 0) + 1);
  return codes.filter((code) => counts.get(code.join()) === 1).length / codes.length;
}

/** [parts][axes][D] principal axes, the greatest variance first, each to the part of the least product that has room. */
function dealtAxes(rows: Float64Array, size: number, parts: number): readonly (readonly (readonly number[])[])[] {
  const data = Matrix.from1DArray(rows.length / size, size, rows);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(data.transpose().mmul(data), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, k) => k)
    .sort((a, b) => (realEigenvalues[b] as number) - (realEigenvalues[a] as number));
  const room = Math.ceil(size / parts);
  const dealt = Array.from({ length: parts }, () => ({ log: 0, axes: [] as number[][] }));
  for (const k of order) {
    const open = dealt.filter(({ axes }) => axes.length < room);
    const part = open.reduce((a, b) => (b.log < a.log ? b : a));
    part.axes.push(eigenvectorMatrix.getColumn(k));
    part.log += Math.log(Math.max(realEigenvalues[k] as number, 1e-12));
  }
  return dealt.map(({ axes }) => axes);
}
