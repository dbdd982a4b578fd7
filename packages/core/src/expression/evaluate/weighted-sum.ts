import type { Kernel, Slice } from "../function/function-spec.ts";

type Columns = readonly Float64Array[];
type Offsets = readonly number[];
type Weights = readonly number[];
type Columns4 = readonly [Float64Array, Float64Array, Float64Array, Float64Array];
type Numbers4 = readonly [number, number, number, number];

/** One pass over a block: sets or adds to `out` the weighted columns k, k + 1, … */
interface Pass {
  readonly columns: number;
  run(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void;
}

/** Passes that set the result, and passes that add to it, widest first. */
const SETS: readonly Pass[] = [
  { columns: 8, run: set8 },
  { columns: 4, run: set4 },
  { columns: 2, run: set2 },
];
const ADDS: readonly Pass[] = [
  { columns: 4, run: add4 },
  { columns: 2, run: add2 },
  { columns: 1, run: add1 },
];

/**
 * The kernel of a sum of at least two weighted operands, added from left to right.
 *
 *   out = x₀ w₀ + x₁ w₁ + …
 *
 * Gives the same bits as one operator after the other, in fewer passes over memory.
 */
export function weightedSum(weights: Weights): Kernel {
  const passes = plan(weights.length);
  return (n, out, args) => {
    const columns = args.map(({ values }) => values);
    const offsets = args.map(({ from }) => from);
    let k = 0;
    for (const pass of passes) {
      pass.run(n, out, columns, offsets, weights, k);
      k += pass.columns;
    }
  };
}

function plan(count: number): readonly Pass[] {
  const passes: Pass[] = [];
  for (let left = count; left > 0; left -= (passes.at(-1) as Pass).columns) {
    const fitting = (passes.length === 0 ? SETS : ADDS).find(({ columns }) => columns <= left);
    passes.push(fitting as Pass);
  }
  return passes;
}

function set8(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a, b, c, d] = [x[k], x[k + 1], x[k + 2], x[k + 3]] as unknown as Columns4;
  const [e, f, g, h] = [x[k + 4], x[k + 5], x[k + 6], x[k + 7]] as unknown as Columns4;
  const [aFrom, bFrom, cFrom, dFrom] = [from[k], from[k + 1], from[k + 2], from[k + 3]] as unknown as Numbers4;
  const [eFrom, fFrom, gFrom, hFrom] = [from[k + 4], from[k + 5], from[k + 6], from[k + 7]] as unknown as Numbers4;
  const [aWeight, bWeight, cWeight, dWeight] = [w[k], w[k + 1], w[k + 2], w[k + 3]] as unknown as Numbers4;
  const [eWeight, fWeight, gWeight, hWeight] = [w[k + 4], w[k + 5], w[k + 6], w[k + 7]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] =
      (a[aFrom + t] as number) * aWeight +
      (b[bFrom + t] as number) * bWeight +
      (c[cFrom + t] as number) * cWeight +
      (d[dFrom + t] as number) * dWeight +
      (e[eFrom + t] as number) * eWeight +
      (f[fFrom + t] as number) * fWeight +
      (g[gFrom + t] as number) * gWeight +
      (h[hFrom + t] as number) * hWeight;
  }
}

function set4(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a, b, c, d] = [x[k], x[k + 1], x[k + 2], x[k + 3]] as unknown as Columns4;
  const [aFrom, bFrom, cFrom, dFrom] = [from[k], from[k + 1], from[k + 2], from[k + 3]] as unknown as Numbers4;
  const [aWeight, bWeight, cWeight, dWeight] = [w[k], w[k + 1], w[k + 2], w[k + 3]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] =
      (a[aFrom + t] as number) * aWeight +
      (b[bFrom + t] as number) * bWeight +
      (c[cFrom + t] as number) * cWeight +
      (d[dFrom + t] as number) * dWeight;
  }
}

function set2(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a, b] = [x[k], x[k + 1]] as unknown as Columns4;
  const [aFrom, bFrom] = [from[k], from[k + 1]] as unknown as Numbers4;
  const [aWeight, bWeight] = [w[k], w[k + 1]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] = (a[aFrom + t] as number) * aWeight + (b[bFrom + t] as number) * bWeight;
  }
}

function add4(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a, b, c, d] = [x[k], x[k + 1], x[k + 2], x[k + 3]] as unknown as Columns4;
  const [aFrom, bFrom, cFrom, dFrom] = [from[k], from[k + 1], from[k + 2], from[k + 3]] as unknown as Numbers4;
  const [aWeight, bWeight, cWeight, dWeight] = [w[k], w[k + 1], w[k + 2], w[k + 3]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] =
      (o[i + t] as number) +
      (a[aFrom + t] as number) * aWeight +
      (b[bFrom + t] as number) * bWeight +
      (c[cFrom + t] as number) * cWeight +
      (d[dFrom + t] as number) * dWeight;
  }
}

function add2(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a, b] = [x[k], x[k + 1]] as unknown as Columns4;
  const [aFrom, bFrom] = [from[k], from[k + 1]] as unknown as Numbers4;
  const [aWeight, bWeight] = [w[k], w[k + 1]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] = (o[i + t] as number) + (a[aFrom + t] as number) * aWeight + (b[bFrom + t] as number) * bWeight;
  }
}

function add1(n: number, out: Slice, x: Columns, from: Offsets, w: Weights, k: number): void {
  const [a] = [x[k]] as unknown as Columns4;
  const [aFrom] = [from[k]] as unknown as Numbers4;
  const [aWeight] = [w[k]] as unknown as Numbers4;
  const { values: o, from: i } = out;
  for (let t = 0; t < n; t++) {
    o[i + t] = (o[i + t] as number) + (a[aFrom + t] as number) * aWeight;
  }
}
