import { type WasmFunction, wasm } from "./wasm-module.ts";

const { i32, add, below, advance, put, repeat, load, loadSplat, store, constant, splat } = wasm;
const { plus, minus, times, over, root } = wasm;

/** Root mean square of each row: y = x·inverse·gain, inverse = 1/√(share·Σ x² + epsilon), share = 1/columns. */
export const norm: WasmFunction = {
  name: "norm",
  parameters: {
    ...{ x: "i32", xEnd: "i32", gain: "i32", y: "i32", inverse: "i32", width: "i32", share: "f32", epsilon: "f32" },
  },
  locals: { at: "i32", rowEnd: "i32", g: "i32", s: "v128", v: "v128" },
  body: (l) =>
    repeat(
      [
        ...l("x"),
        ...l("width"),
        ...add,
        ...put(l("rowEnd")),
        ...l("x"),
        ...put(l("at")),
        ...constant(0),
        ...put(l("s")),
      ],
      repeat(
        [...l("at"), ...load(), ...put(l("v")), ...l("s"), ...l("v"), ...l("v"), ...times, ...plus, ...put(l("s"))],
        advance(l("at"), i32(16)),
        [...l("at"), ...l("rowEnd"), ...below],
      ),
      [...constant(1), ...wasm.sum(l("s")), ...l("share"), ...wasm.timesScalar, ...l("epsilon"), ...wasm.plusScalar],
      [...splat, ...root, ...over, ...put(l("v")), ...l("inverse"), ...l("v"), ...wasm.lane(0), ...wasm.storeScalar()],
      [...l("gain"), ...put(l("g"))],
      repeat(
        [...l("y"), ...l("x"), ...load(), ...l("v"), ...times, ...l("g"), ...load(), ...times, ...store()],
        ...["x", "y", "g"].map((name) => advance(l(name), i32(16))),
        [...l("x"), ...l("rowEnd"), ...below],
      ),
      advance(l("inverse"), i32(4)),
      [...l("x"), ...l("xEnd"), ...below],
    ),
};

/**
 * Adds the gradients of `norm` for d at y.
 *
 *   dx += inverse·d·gain − inverse³·share·(Σ d·gain·x)·x,   dgain += d·x·inverse
 */
export const normBack: WasmFunction = {
  name: "normBack",
  parameters: {
    ...{ d: "i32", dEnd: "i32", x: "i32", gain: "i32", inverse: "i32", dx: "i32", dgain: "i32", width: "i32" },
    share: "f32",
  },
  locals: {
    ...{ at: "i32", rowEnd: "i32", g: "i32", dg: "i32", s: "v128", v: "v128", c: "v128", slope: "v128" },
  },
  body: (l) =>
    repeat(
      [...l("d"), ...l("width"), ...add, ...put(l("rowEnd")), ...constant(0), ...put(l("s"))],
      [...l("d"), ...put(l("at")), ...l("x"), ...put(l("dg")), ...l("gain"), ...put(l("g"))],
      repeat(
        [...l("s"), ...l("at"), ...load(), ...l("g"), ...load(), ...times, ...l("dg"), ...load(), ...times],
        [...plus, ...put(l("s"))],
        ...["at", "dg", "g"].map((name) => advance(l(name), i32(16))),
        [...l("at"), ...l("rowEnd"), ...below],
      ),
      [...l("inverse"), ...loadSplat(), ...put(l("v")), ...l("v"), ...l("v"), ...times, ...l("v"), ...times],
      [...wasm.sum(l("s")), ...l("share"), ...wasm.timesScalar, ...splat, ...times, ...put(l("c"))],
      [...l("gain"), ...put(l("g")), ...l("dgain"), ...put(l("dg"))],
      repeat(
        [...l("d"), ...load(), ...l("v"), ...times, ...put(l("slope"))],
        [...l("dx"), ...l("dx"), ...load(), ...l("slope"), ...l("g"), ...load(), ...times, ...plus],
        [...l("c"), ...l("x"), ...load(), ...times, ...minus, ...store()],
        [...l("dg"), ...l("dg"), ...load(), ...l("slope"), ...l("x"), ...load(), ...times, ...plus, ...store()],
        ...["d", "x", "dx", "g", "dg"].map((name) => advance(l(name), i32(16))),
        [...l("d"), ...l("rowEnd"), ...below],
      ),
      advance(l("inverse"), i32(4)),
      [...l("d"), ...l("dEnd"), ...below],
    ),
};
