import { normalAt } from "./normal-at.ts";

/**
 * A random matrix whose shorter side is orthonormal, times a gain (Gram–Schmidt on normal vectors).
 *
 * @shape → [rows, columns], row by row
 * @paper Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning", §3
 */
export function orthogonalRows(key: number, rows: number, columns: number, gain: number): Float32Array {
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, (_, j) => normalAt(key, i * length + j));
    // Twice: once leaves errors where vectors were nearly parallel.
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) project(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      out[i * columns + j] = gain * ((rows < columns ? vectors[i]?.[j] : vectors[j]?.[i]) as number);
    }
  }
  return out;
}

function project(vector: Float64Array, other: Float64Array): void {
  const share = dot(vector, other);
  for (let j = 0; j < vector.length; j++) vector[j] = (vector[j] as number) - share * (other[j] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}
