import type { TransformerMemory } from "./transformer-memory.ts";

type Products = Pick<TransformerMemory, "network" | "zeros" | "turned">;

/** Rows `from` … `to` − 1, and the sides of the matrix they are multiplied by. */
export interface ProductSizes {
  readonly from: number;
  readonly to: number;
  readonly inner: number;
  readonly columns: number;
}

/** Rows whose products are added at a time: they stay in the cache while all columns pass. */
const BLOCK = 128;

/** y = x·w, or base + x·w. */
export function multiplyRows(
  { network, zeros }: Products,
  x: Float32Array,
  w: Float32Array,
  y: Float32Array,
  { from, to, inner, columns }: ProductSizes,
  base?: Float32Array,
): void {
  const rows = { data: x.subarray(from * inner), row: inner, column: 1 };
  const start = base?.subarray(from * columns) ?? zeros;
  const stride = base === undefined ? 0 : columns;
  network.product(rows, w, start, y.subarray(from * columns), to - from, inner, columns, stride);
}

/** dx = d·wᵀ */
export function pullRows(
  products: Products,
  d: Float32Array,
  w: Float32Array,
  dx: Float32Array,
  of: ProductSizes,
): void {
  const { inner, columns } = of;
  const { turned } = products;
  for (let k = 0; k < inner; k++) {
    for (let c = 0; c < columns; c++) turned[c * inner + k] = w[k * columns + c] as number;
  }
  multiplyRows(products, d, turned, dx, { ...of, inner: columns, columns: inner });
}

/** dw += xᵀ·d */
export function pullWeights(
  { network }: Products,
  x: Float32Array,
  d: Float32Array,
  dw: Float32Array,
  { from, to, inner, columns }: ProductSizes,
): void {
  for (let at = from; at < to; at += BLOCK) {
    const rows = { data: x.subarray(at * inner), row: 1, column: inner };
    network.product(rows, d.subarray(at * columns), dw, dw, inner, Math.min(BLOCK, to - at), columns, columns);
  }
}
