import { type Code, type WasmFunction, wasm, wasmModule } from "./wasm-module.ts";

const { i32, add, multiply, below, advance, put, repeat, load, loadSplat, store, constant } = wasm;
const { plus, minus, times, over, least, most, root, above, and } = wasm;

/** Rows and vectors of four columns that are summed at once. */
const TILE = { rows: 4, vectors: 2 } as const;
/** Beyond this, tanh is 1 in 32 bits. */
const FARTHEST = 7.905311;
/** tanh x ≈ x·P(x²) / Q(x²), highest power first; coefficients of Eigen's `ptanh`, error ≤ 3e-7. */
const P = [
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
  6.37261928875436e-4, 4.89352455891786e-3,
];
const Q = [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3];

/** y[r, c] = base[r·baseRow + c] + Σ_k x[r·xRow + k·xColumn]·w[k, c]; rows by 4, columns by 8, all strides in bytes. */
const product: WasmFunction = {
  name: "product",
  parameters: {
    x: "i32",
    xRow: "i32",
    xColumn: "i32",
    w: "i32",
    base: "i32",
    baseRow: "i32",
    y: "i32",
    rows: "i32",
    inner: "i32",
    width: "i32",
  },
  locals: {
    ...{ end: "i32", yEnd: "i32", at: "i32", from: "i32", b: "i32", to: "i32", last: "i32", left: "i32", wEnd: "i32" },
    ...{ x2: "i32", x3: "i32", w0: "v128", w1: "v128", s: "v128" },
    ...Object.fromEntries(accumulators().map((name) => [name, "v128" as const])),
  },
  body: (l) => {
    const rowAt = [
      l("at"),
      [...l("at"), ...l("xRow"), ...add],
      [...l("at"), ...l("x2"), ...add],
      [...l("at"), ...l("x3"), ...add],
    ];
    const sums = rowAt.flatMap((address, r) => [
      ...address,
      ...loadSplat(),
      ...put(l("s")),
      ...[0, 1].flatMap((v) => [
        ...l(`a${r}${v}`),
        ...l("s"),
        ...l(`w${v}`),
        ...times,
        ...plus,
        ...put(l(`a${r}${v}`)),
      ]),
    ]);
    const inner = repeat(
      [...l("from"), ...load(), ...put(l("w0")), ...l("from"), ...load(16), ...put(l("w1"))],
      sums,
      advance(l("at"), l("xColumn")),
      advance(l("from"), l("width")),
      [...l("from"), ...l("wEnd"), ...below],
    );
    const begin = [0, 1, 2, 3].flatMap((r) => [
      ...[...l("b"), ...load(), ...put(l(`a${r}0`)), ...l("b"), ...load(16), ...put(l(`a${r}1`))],
      ...advance(l("b"), l("baseRow")),
    ]);
    const finish = [0, 1, 2, 3].flatMap((r) => [
      ...l("last"),
      ...l(`a${r}0`),
      ...store(),
      ...l("last"),
      ...l(`a${r}1`),
      ...store(16),
      ...advance(l("last"), l("width")),
    ]);
    const columns = repeat(
      begin,
      [...l("x"), ...put(l("at")), ...l("w"), ...l("to"), ...l("y"), ...wasm.subtract, ...add, ...put(l("from"))],
      [...l("inner"), ...l("width"), ...multiply, ...l("from"), ...add, ...put(l("wEnd"))],
      inner,
      [...l("to"), ...put(l("last"))],
      finish,
      advance(l("to"), i32(32)),
      advance(l("b"), [...i32(32), ...l("baseRow"), ...i32(TILE.rows), ...multiply, ...wasm.subtract]),
      [...l("to"), ...l("end"), ...below],
    );
    return [
      ...[...l("xRow"), ...i32(2), ...multiply, ...put(l("x2")), ...l("xRow"), ...i32(3), ...multiply, ...put(l("x3"))],
      ...[...l("rows"), ...l("width"), ...multiply, ...l("y"), ...add, ...put(l("yEnd"))],
      ...repeat(
        [...l("y"), ...put(l("to")), ...l("y"), ...l("width"), ...add, ...put(l("end")), ...l("base"), ...put(l("b"))],
        columns,
        advance(l("x"), [...l("xRow"), ...i32(TILE.rows), ...multiply]),
        advance(l("base"), [...l("baseRow"), ...i32(TILE.rows), ...multiply]),
        advance(l("y"), [...l("width"), ...i32(TILE.rows), ...multiply]),
        [...l("y"), ...l("yEnd"), ...below],
      ),
    ];
  },
};

function accumulators(): string[] {
  return [0, 1, 2, 3].flatMap((r) => Array.from({ length: TILE.vectors }, (_, v) => `a${r}${v}`));
}

/** A function that goes through `y` from `y` to `end` by vectors, with other columns beside it. */
function elementwise(
  name: string,
  beside: readonly string[],
  scalars: readonly string[],
  locals: WasmFunction["locals"],
  step: (l: (name: string) => Code) => Code,
): WasmFunction {
  const columns = ["y", ...beside];
  const splats = Object.fromEntries(scalars.map((scalar) => [`${scalar}s`, "v128" as const]));
  return {
    name,
    parameters: {
      ...Object.fromEntries(columns.map((column) => [column, "i32" as const])),
      end: "i32",
      ...Object.fromEntries(scalars.map((scalar) => [scalar, "f32" as const])),
    },
    locals: { ...splats, ...locals },
    body: (l) => [
      ...scalars.flatMap((scalar) => [...l(scalar), ...wasm.splat, ...put(l(`${scalar}s`))]),
      ...repeat(step(l), ...columns.map((column) => advance(l(column), i32(16))), [...l("y"), ...l("end"), ...below]),
    ],
  };
}

/** A polynomial in x², highest power first. */
const horner = (l: (name: string) => Code, [first, ...rest]: readonly number[]): Code => {
  const lower = rest.flatMap((coefficient) => [...l("x2"), ...times, ...constant(coefficient), ...plus]);
  return [...constant(first as number), ...lower];
};

const tanh = elementwise("tanh", [], [], { x: "v128", x2: "v128" }, (l) => [
  ...[...l("y"), ...load(), ...constant(FARTHEST), ...least, ...constant(-FARTHEST), ...most, ...put(l("x"))],
  ...[...l("x"), ...l("x"), ...times, ...put(l("x2"))],
  ...l("y"),
  ...[...horner(l, P), ...l("x"), ...times, ...horner(l, Q), ...over],
  ...store(),
]);

/** d ← d·(1 − tanh²), with y = tanh beside it. */
const tanhSlope = elementwise("tanhSlope", ["h"], [], { v: "v128" }, (l) => [
  ...[...l("h"), ...load(), ...put(l("v"))],
  ...[...l("y"), ...constant(1), ...l("v"), ...l("v"), ...times, ...minus, ...l("y"), ...load(), ...times, ...store()],
]);

const relu = elementwise("relu", [], [], {}, (l) => [
  ...l("y"),
  ...l("y"),
  ...load(),
  ...constant(0),
  ...most,
  ...store(),
]);

const reluSlope = elementwise("reluSlope", ["h"], [], {}, (l) => [
  ...[...l("y"), ...l("y"), ...load(), ...l("h"), ...load(), ...constant(0), ...above, ...and, ...store()],
]);

/** y ← y + d, by columns of a matrix: called for each row. */
const accumulate = elementwise("accumulate", ["d"], [], {}, (l) => [
  ...[...l("y"), ...l("y"), ...load(), ...l("d"), ...load(), ...plus, ...store()],
]);

/** One step of AdamW: y are parameters, g gradients, m and v moments. */
const adam = elementwise(
  "adam",
  ["g", "m", "v"],
  ["scale", "beta1", "rest1", "beta2", "rest2", "pace", "correction", "epsilon", "keep"],
  { slope: "v128", first: "v128", second: "v128" },
  (l) => [
    ...[...l("g"), ...load(), ...l("scales"), ...times, ...put(l("slope"))],
    ...[
      ...l("m"),
      ...load(),
      ...l("beta1s"),
      ...times,
      ...l("slope"),
      ...l("rest1s"),
      ...times,
      ...plus,
      ...put(l("first")),
    ],
    ...[
      ...l("v"),
      ...load(),
      ...l("beta2s"),
      ...times,
      ...l("slope"),
      ...l("slope"),
      ...times,
      ...l("rest2s"),
      ...times,
      ...plus,
    ],
    ...put(l("second")),
    ...[...l("m"), ...l("first"), ...store(), ...l("v"), ...l("second"), ...store()],
    ...[...l("y"), ...l("y"), ...load(), ...l("keeps"), ...times],
    ...[...l("first"), ...l("paces"), ...times, ...l("second"), ...l("corrections"), ...times, ...root],
    ...[...l("epsilons"), ...plus, ...over, ...minus, ...store()],
  ],
);

/** Σ y². */
const squares: WasmFunction = {
  name: "squares",
  parameters: { y: "i32", end: "i32" },
  locals: { sum: "v128", v: "v128" },
  result: "f32",
  body: (l) => [
    ...repeat(
      [...l("y"), ...load(), ...put(l("v")), ...l("sum"), ...l("v"), ...l("v"), ...times, ...plus, ...put(l("sum"))],
      advance(l("y"), i32(16)),
      [...l("y"), ...l("end"), ...below],
    ),
    ...wasm.sum(l("sum")),
  ],
};

/** The module of `createNetworkKernel`: what a multi-layer perceptron needs to run, to be pulled back and to learn. */
export function networkKernelBytes(): Uint8Array {
  return wasmModule([product, tanh, tanhSlope, relu, reluSlope, accumulate, adam, squares]);
}
