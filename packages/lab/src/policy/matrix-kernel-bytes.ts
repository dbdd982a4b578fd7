const I32 = 0x7f;
const V128 = 0x7b;
const VOID = 0x40;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const add = [0x6a];
const subtract = [0x6b];
const multiplied = [0x6c];
const loop = (...body: number[][]): number[] => [0x03, VOID, ...body.flat(), 0x0b];
const again = [0x0d, 0];
const less = [0x49];
const load = (offset: number): number[] => [0xfd, 0x00, 4, ...unsigned(offset)];
const loadSplat = (offset: number): number[] => [0xfd, 0x09, 2, ...unsigned(offset)];
const store = (offset: number): number[] => [0xfd, 0x0b, 4, ...unsigned(offset)];
const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const addLanes = [0xfd, 0xe4, 0x01];
const multiplyLanes = [0xfd, 0xe6, 0x01];

const L = { y: 0, x: 1, w: 2, rows: 3, columns: 4, count: 5, left: 6, at: 7, panel: 8, end: 9 } as const;
/** Sums of eight rows, by even and by odd columns. */
const SUMS = [10, 11, 12, 13] as const;

/**
 * The module of `createMatrixKernel`: one function that multiplies rows by a packed matrix, four lanes at a time.
 *
 * ```text
 * for each row of x, for each panel of eight rows of W:
 *   for columns i, i + 1:  even += x[i] · w[i],  odd += x[i + 1] · w[i + 1]      (eight lanes each)
 *   y[panel] = even + odd
 * ```
 */
export function kernelBytes(): Uint8Array {
  const type = [0x60, 6, I32, I32, I32, I32, I32, I32, 0];
  const memory = [...name("host"), ...name("memory"), 0x02, 0x00, 0x01];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...type]),
    ...section(2, [1, ...memory]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("multiply"), 0x00, 0]),
    ...section(10, [1, ...sized([2, 4, I32, 4, V128, ...body(), 0x0b])]),
  ]);
}

function body(): number[] {
  const products = SUMS.flatMap((sum, k) => [
    ...[get(sum), get(L.at), loadSplat(4 * (k >> 1)), get(L.panel), load(16 * k)].flat(),
    ...[multiplyLanes, addLanes, set(sum)].flat(),
  ]);
  const columns = loop(products, move(L.panel, 64), move(L.at, 8), get(L.at), get(L.end), less, again);
  const stored = [0, 1].map((k) =>
    [get(L.y), get(SUMS[k] as number), get(SUMS[k + 2] as number), addLanes, store(16 * k)].flat(),
  );
  const rowBytes = [get(L.columns), constant(4), multiplied].flat();
  const panels = loop(
    SUMS.flatMap((sum) => [...zero, ...set(sum)]),
    [get(L.x), set(L.at), get(L.x), rowBytes, add, set(L.end)].flat(),
    columns,
    stored.flat(),
    move(L.y, 32),
    [get(L.left), constant(8), subtract, set(L.left), get(L.left), again].flat(),
  );
  return loop(
    [get(L.w), set(L.panel), get(L.rows), set(L.left)].flat(),
    panels,
    [get(L.x), rowBytes, add, set(L.x)].flat(),
    [get(L.count), constant(1), subtract, set(L.count), get(L.count), again].flat(),
  );
}

function move(local: number, bytes: number): number[] {
  return [get(local), constant(bytes), add, set(local)].flat();
}

function name(text: string): number[] {
  return sized([...new TextEncoder().encode(text)]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const last = value >= -64 && value < 64;
  return last ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
