import { describe, expect, it } from "vitest";
import { normalArray } from "./dense.ts";
import { createNetworkKernel, type NetworkKernel } from "./network-kernel.ts";

const kernel = createNetworkKernel(90_000);
const filled = (seed: number, length: number, scale = 1): Float32Array => {
  const array = kernel.allocate(length);
  array.set(normalArray(seed, [length], scale).data);
  return array;
};

/** The largest difference of a product from the sum in 64 bits. */
function gap(transposed: boolean, rows: number, inner: number, columns: number, baseRow = 0): number {
  const [x, w, base, y] = [
    filled(1, rows * inner),
    filled(2, inner * columns),
    filled(3, columns + (rows - 1) * baseRow),
    filled(4, rows * columns),
  ];
  const strides = transposed ? { row: 1, column: rows } : { row: inner, column: 1 };
  kernel.product({ data: x, ...strides }, w, base, y, rows, inner, columns, baseRow);
  let worst = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = base[r * baseRow + c] as number;
      for (let k = 0; k < inner; k++) {
        sum += (x[r * strides.row + k * strides.column] as number) * (w[k * columns + c] as number);
      }
      worst = Math.max(worst, Math.abs(sum - (y[r * columns + c] as number)));
    }
  }
  return worst;
}

describe("network kernel", () => {
  it.each([
    [4, 1, 8],
    [4, 5, 8],
    [8, 64, 16],
    [12, 3, 40],
    [64, 32, 64],
  ])("multiplies [%i, %i] by [.., %i], also transposed", (rows, inner, columns) => {
    expect(gap(false, rows, inner, columns)).toBeLessThan(1e-5);
    expect(gap(true, rows, inner, columns)).toBeLessThan(1e-5);
    expect(gap(false, rows, inner, columns, columns)).toBeLessThan(1e-5);
    expect(gap(true, rows, inner, columns, columns + 4)).toBeLessThan(1e-5);
  });

  it("tanh is right to 3e-7 from −20 to 20, odd, and 0 at 0", () => {
    const at = kernel.allocate(4000);
    for (let i = 0; i < 4000; i++) at[i] = (i - 2000) / 100;
    const x = at.slice();
    kernel.activate("tanh", at, 4000);
    for (let i = 0; i < 4000; i++) expect(Math.abs((at[i] as number) - Math.tanh(x[i] as number))).toBeLessThan(3e-7);
    for (let i = 1; i < 2000; i++) expect(at[2000 + i]).toBe(-(at[2000 - i] as number));
    expect(at[2000]).toBe(0);
  });

  it("relu, and the slopes of both by hand", () => {
    const y = kernel.allocate(4);
    y.set([-2, 0, 3, -0.5]);
    kernel.activate("relu", y, 4);
    expect([...y]).toEqual([0, 0, 3, 0]);
    const slope = kernel.allocate(4);
    slope.set([1, 2, 3, 4]);
    kernel.slope("relu", slope, y, 4);
    expect([...slope]).toEqual([0, 0, 3, 0]);
    slope.set([1, 2, 3, 4]);
    y.set([0.5, 0, -0.5, 1]);
    kernel.slope("tanh", slope, y, 4);
    expect([...slope]).toEqual([0.75, 2, 2.25, 0]);
  });

  it("sums columns and squares", () => {
    const d = kernel.allocate(24);
    d.set(Float32Array.from({ length: 24 }, (_, i) => i));
    const sums = kernel.allocate(8);
    sums.fill(7);
    kernel.columnSums(d, sums, 3, 8);
    expect([...sums]).toEqual([24, 27, 30, 33, 36, 39, 42, 45]);
    expect(kernel.squares(sums)).toBe([...sums].reduce((sum, value) => sum + value * value, 0));
  });

  it("takes AdamW's step by the formula", () => {
    const [p, g, m, v] = [filled(1, 8), filled(2, 8), filled(3, 8), filled(4, 8)];
    for (let i = 0; i < 8; i++) v[i] = (v[i] as number) ** 2;
    const before = [p, m, v].map((array) => array.slice()) as [Float32Array, Float32Array, Float32Array];
    kernel.adam(p, g, m, v, {
      scale: 0.5,
      beta1: 0.9,
      beta2: 0.99,
      pace: 0.1,
      correction: 2,
      epsilon: 1e-3,
      keep: 0.98,
    });
    for (let i = 0; i < 8; i++) {
      const slope = 0.5 * (g[i] as number);
      const mean = 0.9 * (before[1][i] as number) + 0.1 * slope;
      const square = 0.99 * (before[2][i] as number) + 0.01 * slope * slope;
      expect(m[i]).toBeCloseTo(mean, 5);
      expect(v[i]).toBeCloseTo(square, 5);
      expect(p[i]).toBeCloseTo((before[0][i] as number) * 0.98 - (0.1 * mean) / (Math.sqrt(square * 2) + 1e-3), 5);
    }
  });

  it("says when its room is used up", () => {
    const take = (room: NetworkKernel): void => {
      for (let i = 0; i < 9; i++) room.allocate(10_000);
    };
    expect(() => take(createNetworkKernel(100))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected at most 32768 numbers to be allocated, got 40000.]`,
    );
  });
});
