import { countDown, I32, loop, move, op, sequence, V128, type WasmFunction } from "./wasm-module.ts";

const { get, set } = op;
const L = { y: 0, x: 1, w: 2, rows: 3, columns: 4, count: 5, left: 6, at: 7, panel: 8, end: 9 } as const;
/** Sums of eight rows, by even and by odd columns. */
const SUMS = [10, 11, 12, 13] as const;

/**
 * Multiplies rows by a packed matrix, four lanes at a time.
 *
 * ```text
 * for each row of x, for each panel of eight rows of W:
 *   for columns i, i + 1:  even += x[i] · w[i],  odd += x[i + 1] · w[i + 1]      (eight lanes each)
 *   y[panel] = even + odd
 * ```
 */
export function multiplyCode(): WasmFunction {
  const products = SUMS.flatMap((sum, k) =>
    sequence(
      sequence(get(sum), get(L.at), op.loadSplat(4 * (k >> 1)), get(L.panel), op.load(16 * k)),
      sequence(op.multiplyLanes, op.addLanes, set(sum)),
    ),
  );
  const rowBytes = sequence(get(L.columns), op.constant(4), op.multiply);
  const columns = loop(products, move(L.panel, 64), move(L.at, 8), get(L.at), get(L.end), op.less);
  const stored = [0, 1].flatMap((k) =>
    sequence(get(L.y), get(SUMS[k] as number), get(SUMS[k + 2] as number), op.addLanes, op.store(16 * k)),
  );
  const panels = loop(
    SUMS.flatMap((sum) => sequence(op.lanes(0), set(sum))),
    sequence(get(L.x), set(L.at), get(L.x), rowBytes, op.add, set(L.end)),
    columns,
    stored,
    move(L.y, 32),
    countDown(L.left, 8),
  );
  const code = loop(
    sequence(get(L.w), set(L.panel), get(L.rows), set(L.left)),
    panels,
    sequence(get(L.x), rowBytes, op.add, set(L.x)),
    countDown(L.count, 1),
  );
  const four = [I32, I32, I32, I32];
  return { name: "multiply", parameters: [...four, I32, I32], locals: [...four, V128, V128, V128, V128], code };
}
