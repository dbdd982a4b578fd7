import { uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { createMatrixKernel, packMatrix } from "./matrix-kernel.ts";

describe("createMatrixKernel", () => {
  it("multiplies by hand: [1, 2] by the rows [3, 4] and [5, 6]", () => {
    const kernel = createMatrixKernel(256);
    const w = kernel.allocateMatrix(2, 2);
    packMatrix(w, [3, 4, 5, 6], 2, { byRow: true });
    const [x, y] = [kernel.allocate(2), kernel.allocate(w.rows)];
    x.set([1, 2]);
    kernel.multiply(y, x, w, 1);
    expect([...y]).toEqual([11, 17, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    [1, 8, 2],
    [1, 16, 6],
    [3, 24, 64],
    [5, 344, 64],
    [2, 11, 10],
  ])("agrees with three plain loops: %i rows by [%i, %i], either order of the values", (count, rows, columns) => {
    const value = (i: number): number => Math.fround(uniformAt(rows * columns, i) - 0.5);
    const kernel = createMatrixKernel(4 * (rows + 8) * columns + count * (rows + columns + 16) + 64);
    const [byRow, byColumn] = [kernel.allocateMatrix(rows, columns), kernel.allocateMatrix(rows, columns)];
    const plain = Float32Array.from({ length: rows * columns }, (_, i) => value(i));
    const turned = Float32Array.from(plain, (_, i) => plain[(i % rows) * columns + Math.floor(i / rows)] as number);
    packMatrix(byRow, plain, rows, { byRow: true });
    packMatrix(byColumn, turned, rows);
    expect(byColumn.data).toEqual(byRow.data);
    const [x, y] = [kernel.allocate(count * columns), kernel.allocate(count * byRow.rows)];
    for (let i = 0; i < x.length; i++) x[i] = value(1e6 + i);
    kernel.multiply(y, x, byRow, count);
    for (let n = 0; n < count; n++) {
      for (let r = 0; r < byRow.rows; r++) {
        let sum = 0;
        for (let i = 0; i < columns && r < rows; i++)
          sum += (x[n * columns + i] as number) * (plain[r * columns + i] as number);
        expect(y[n * byRow.rows + r]).toBeCloseTo(sum, 5);
      }
    }
  });

  it("cuts off below 0, into the same array or another", () => {
    const kernel = createMatrixKernel(64);
    const [x, y] = [kernel.allocate(8), kernel.allocate(8).fill(7)];
    x.set([-2, 0, 3, -0.5, 1, -1, 2, -3]);
    kernel.relu(y, x, 4);
    expect([...y]).toEqual([0, 0, 3, 0, 7, 7, 7, 7]);
    kernel.relu(x, x, 8);
    expect([...x]).toEqual([0, 0, 3, 0, 1, 0, 2, 0]);
  });

  it("packs parts under one another", () => {
    const kernel = createMatrixKernel(64);
    const w = kernel.allocateMatrix(3, 2);
    packMatrix(w, [1, 2], 1, { byRow: true });
    packMatrix(w, [3, 4, 5, 6], 2, { byRow: true, firstRow: 1 });
    expect([...w.data]).toEqual([1, 3, 5, 0, 0, 0, 0, 0, 2, 4, 6, 0, 0, 0, 0, 0]);
  });

  it("writes nothing for no rows, and says when there is no room", () => {
    const kernel = createMatrixKernel(16);
    const y = kernel.allocate(8).fill(7);
    kernel.multiply(y, kernel.allocate(2), kernel.allocateMatrix(8, 2), 0);
    expect([...y]).toEqual([7, 7, 7, 7, 7, 7, 7, 7]);
    expect(() => kernel.allocate(1e6)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected at most 32768 numbers to be allocated, got 1000028.]`,
    );
  });
});

describe("attend", () => {
  it.each([
    [0, 0, 8],
    [2, 9, 16],
    [5, 200, 8],
    [0, 255, 24],
  ])("agrees with a softmax written out: positions %i … %i, heads of %i", (first, last, head) => {
    const [kernel, length] = [createMatrixKernel(60_000), 256];
    const make = (size: number, seed: number): Float32Array =>
      kernel.allocate(size).map((_, i) => 4 * uniformAt(seed, i) - 2);
    const place = (values: Float32Array): Float32Array => {
      const own = kernel.allocate(values.length);
      own.set(values);
      return own;
    };
    const [scores, bias, out] = [kernel.allocate(length), kernel.allocate(length), kernel.allocate(head + 8)];
    const [keys, values] = [place(make(head * length, 1)), place(make(head * length, 2))];
    const query = place(make(head + 4, 3));
    bias.fill(-1e30).fill(0, first, last + 1);
    kernel.attend({ head, length, scores, bias, keys, values }, query, 4, 0, out, 4, first, last);
    const weights = Array.from({ length: last - first + 1 }, (_, n) => {
      let dot = 0;
      for (let i = 0; i < head; i++) dot += (query[4 + i] as number) * (keys[i * length + first + n] as number);
      return Math.exp(dot / Math.sqrt(head));
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < head; i++) {
      const mean = weights.reduce((sum, w, n) => sum + w * (values[i * length + first + n] as number), 0) / total;
      expect(out[4 + i]).toBeCloseTo(mean, 5);
    }
    expect([...out.subarray(0, 4), ...out.subarray(4 + head)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
