import { describe, expect, it } from "vitest";
import { normalArray } from "./dense.ts";
import { createNetworkKernel } from "./network-kernel.ts";
import { relativeGap } from "./parity-gate.test-support.ts";
import { type AttentionPlaces, createTransformerKernel } from "./transformer-kernel.ts";

const network = createNetworkKernel(20_000);
const kernel = createTransformerKernel(network);
const filled = (seed: number, length: number, scale = 1): Float32Array => {
  const array = network.allocate(length);
  array.set(normalArray(seed, [length], scale).data);
  return array;
};

/** Central differences of a function of an array, in 64 bits. */
function differences(at: Float32Array, run: (x: number[]) => number): number[] {
  return Array.from(at, (_, i) => {
    const moved = (by: number): number => run(Array.from(at, (value, j) => (i === j ? value + by : value)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });
}

const weighed = (y: readonly number[], d: Float32Array): number =>
  y.reduce((sum, value, i) => sum + value * (d[i] as number), 0);

function slowAttention(rows: readonly number[], head: number, keys: readonly number[]): number[] {
  const [width, at] = [
    3 * head,
    (r: number, part: number, i: number) => rows[r * 3 * head + part * head + i] as number,
  ];
  expect(rows.length % width).toBe(0);
  const numbers = Array.from({ length: head }, (_, i) => i);
  const query = keys.at(-1) as number;
  const scores = keys.map((r) =>
    Math.exp(numbers.reduce((sum, i) => sum + at(query, 0, i) * at(r, 1, i), 0) / Math.sqrt(head)),
  );
  const total = scores.reduce((sum, score) => sum + score, 0);
  return numbers.map((i) => keys.reduce((sum, r, j) => sum + ((scores[j] as number) / total) * at(r, 2, i), 0));
}

describe("attention of the transformer kernel", () => {
  it.each([
    [8, [2]],
    [16, [0, 3, 1, 2, 4]],
    [24, [4, 0, 1, 3]],
  ])("heads of %i over the rows %j are those written out, and so are the gradients", (head, keys) => {
    const rows = filled(head, 5 * 3 * head);
    const slopes = network.allocate(rows.length);
    const table = network.allocate(keys.length);
    new Int32Array(table.buffer, table.byteOffset, keys.length).set(keys.map((r) => r * 12 * head));
    const [weights, output, d] = [network.allocate(keys.length + 3), network.allocate(head), filled(3, head)];
    const places: AttentionPlaces = {
      query: rows.byteOffset + (keys.at(-1) as number) * 12 * head,
      keys: rows.byteOffset + 4 * head,
      values: rows.byteOffset + 8 * head,
      table: table.byteOffset,
      tableEnd: table.byteOffset + 4 * keys.length,
      weights: weights.byteOffset,
      output: output.byteOffset,
    };
    kernel.attend(places, head);
    expect(relativeGap(output, slowAttention([...rows], head, keys))).toBeLessThan(1e-6);
    expect(weights.subarray(0, keys.length).reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 6);
    kernel.attendBack(places, head, slopes.byteOffset - rows.byteOffset, d.byteOffset);
    const wanted = differences(rows, (x) => weighed(slowAttention(x, head, keys), d));
    expect(relativeGap(slopes, wanted)).toBeLessThan(1e-5);
    kernel.attendBack(places, head, slopes.byteOffset - rows.byteOffset, d.byteOffset);
    expect(
      relativeGap(
        slopes,
        wanted.map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-5);
  });

  it("stays right where scores are far apart: e^(−80) and less is no weight", () => {
    const rows = network.allocate(2 * 24);
    rows.fill(30, 24, 40);
    rows.fill(7, 40, 48);
    rows.fill(-1, 16, 24);
    const table = network.allocate(2);
    new Int32Array(table.buffer, table.byteOffset, 2).set([0, 96]);
    const [weights, output] = [network.allocate(5), network.allocate(8)];
    const base = rows.byteOffset;
    const ends = { table: table.byteOffset, tableEnd: table.byteOffset + 8 };
    const parts = { query: base + 96, keys: base + 32, values: base + 64, weights: weights.byteOffset };
    kernel.attend({ ...parts, ...ends, output: output.byteOffset }, 8);
    expect(weights[1]).toBe(1);
    expect(weights[0]).toBeLessThan(1e-30);
    expect([...output]).toEqual(new Array(8).fill(7));
  });
});

describe("norms and gates of the transformer kernel", () => {
  const slowNorm = (x: readonly number[], gain: readonly number[]): number[] => {
    const width = gain.length;
    return x.map((value, n) => {
      const row = x.slice(n - (n % width), n - (n % width) + width);
      return (value * (gain[n % width] as number)) / Math.sqrt(row.reduce((s, v) => s + v * v, 0) / width + 1e-5);
    });
  };

  it("norms rows, and adds the gradients of rows and gain", () => {
    const [x, gain, d] = [filled(1, 24), filled(2, 8), filled(3, 24)];
    const [y, inverse, dx, dgain] = [24, 3, 24, 8].map((size) => network.allocate(size)) as [
      ...[Float32Array, Float32Array, Float32Array, Float32Array],
    ];
    kernel.norm(x, gain, y, inverse);
    expect(relativeGap(y, slowNorm([...x], [...gain]))).toBeLessThan(1e-6);
    dx.fill(1);
    kernel.normBack(d, { x, gain, inverse }, dx, dgain);
    const wanted = differences(x, (rows) => 1 + weighed(slowNorm(rows, [...gain]), d)).map((value) => 1 + value);
    expect(relativeGap(dx, wanted)).toBeLessThan(1e-5);
    expect(
      relativeGap(
        dgain,
        differences(gain, (g) => weighed(slowNorm([...x], g), d)),
      ),
    ).toBeLessThan(1e-5);
  });

  const slowGate = (both: readonly number[], columns: number): number[] =>
    both.flatMap((z, n) =>
      n % (2 * columns) < columns ? [(z / (1 + Math.exp(-z))) * (both[n + columns] as number)] : [],
    );

  it("gates rows, and writes their gradients, from −200 to 200", () => {
    const [both, d] = [filled(5, 48, 3), filled(6, 24)];
    both.set([-200, 200, -90, 90], 16);
    const [y, dboth] = [network.allocate(24), network.allocate(48)];
    kernel.gate(both, y, 8);
    expect(relativeGap(y, slowGate([...both], 8))).toBeLessThan(1e-6);
    kernel.gateBack(both, d, dboth, 8);
    expect(
      relativeGap(
        dboth,
        differences(both, (x) => weighed(slowGate(x, 8), d)),
      ),
    ).toBeLessThan(1e-5);
    expect([...dboth].every(Number.isFinite)).toBe(true);
  });
});
