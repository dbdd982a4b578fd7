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
