import { RewardError } from "../error/index.ts";

/**
 * The inner products of several vectors with each other, row by row.
 *
 *   G_ij = Σ_d v_i[d]·v_j[d]
 *
 * @shape K × [D] → [K·K]
 * @unit any → its square
 * @throws RewardError GUERDON_SHAPE when vectors have different lengths
 * @paper 051 §Mechanism (one gradient per reward), 111 §Pieces (gradients → Gram matrix)
 * @kind schedule
 * @alias per-objective gradients = "gramMatrix(gradients)"
 * @alias gramMatrix = "gramMatrix(gradients)"
 *
 * ```ts doctest
 * import { gramMatrix } from "@guerdon/core/schedule";
 * [...gramMatrix([Float64Array.of(1, 2), Float64Array.of(3, -1)])] // => [5, 1, 1, 10]
 * ```
 */
export function gramMatrix(vectors: readonly Float64Array[]): Float64Array {
  const size = vectors.length;
  const dimension = vectors[0]?.length ?? 0;
  const gram = new Float64Array(size * size);
  for (const vector of vectors) {
    if (vector.length !== dimension) {
      const expected = `Expected vectors of ${dimension} numbers, got one of ${vector.length}.`;
      throw new RewardError("GUERDON_SHAPE", expected, { details: { expected: dimension, got: vector.length } });
    }
  }
  for (let from = 0; from < dimension; from += BLOCK) {
    addBlock(gram, vectors, from, Math.min(from + BLOCK, dimension));
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) gram[i * size + j] = gram[j * size + i] as number;
  return gram;
}

/** Numbers of each vector that are worked on at a time, few enough to stay in the cache. */
const BLOCK = 1024;

/** Adds the products of one block to the upper triangle, for two rows and two columns at a time. */
function addBlock(gram: Float64Array, vectors: readonly Float64Array[], from: number, to: number): void {
  const size = vectors.length;
  for (let i = 0; i < size; i += 2) {
    const a = vectors[i] as Float64Array;
    const b = vectors[Math.min(i + 1, size - 1)] as Float64Array;
    for (let j = i; j < size; j += 2) {
      const c = vectors[j] as Float64Array;
      const d = vectors[Math.min(j + 1, size - 1)] as Float64Array;
      let ac = 0;
      let ad = 0;
      let bc = 0;
      let bd = 0;
      for (let k = from; k < to; k++) {
        const x = a[k] as number;
        const y = b[k] as number;
        const u = c[k] as number;
        const v = d[k] as number;
        ac += x * u;
        ad += x * v;
        bc += y * u;
        bd += y * v;
      }
      add(gram, i * size + j, ac);
      if (j + 1 < size) add(gram, i * size + j + 1, ad);
      if (i + 1 < size && j > i) add(gram, (i + 1) * size + j, bc);
      if (i + 1 < size && j + 1 < size) add(gram, (i + 1) * size + j + 1, bd);
    }
  }
}

function add(gram: Float64Array, at: number, value: number): void {
  gram[at] = (gram[at] as number) + value;
}

/**
 * How much each gradient helps all of them to first order: the row sums of the Gram matrix.
 *
 *   I_i = Σ_j ⟨g_i, g_j⟩
 *
 * @shape gram [K·K] → [K]
 * @paper 111 §Mechanism (influence of an objective's gradient, its own square included)
 * @kind schedule
 * @alias gradient influence = "exponentialWeights(weights, influences(gram), rate / mu)"
 *
 * ```ts doctest
 * import { influences } from "@guerdon/core/schedule";
 * influences(Float64Array.of(5, 1, 1, 10)) // => [6, 11]
 * ```
 */
export function influences(gram: Float64Array): readonly number[] {
  const size = Math.sqrt(gram.length);
  return Array.from({ length: size }, (_, i) =>
    gram.subarray(i * size, (i + 1) * size).reduce((sum, product) => sum + product, 0),
  );
}
