import { exponential } from "./exponential.ts";
import { type Code, type WasmFunction, wasm } from "./wasm-module.ts";

const { i32, add, below, advance, put, repeat, load, store, constant } = wasm;
const { plus, minus, times, over, least, most } = wasm;

type Local = (name: string) => Code;

/** s ← 1/(1 + e^−z) of the four numbers at a. */
const sigmoid = (l: Local): Code => [
  ...[...l("a"), ...load(), ...put(l("z")), ...constant(0), ...l("z"), ...minus],
  ...[...constant(-80), ...most, ...constant(80), ...least, ...put(l("s"))],
  ...exponential(l("s"), l("power")),
  ...[...constant(1), ...constant(1), ...l("s"), ...plus, ...over, ...put(l("s"))],
];

/** Gate and raised numbers lie side by side, `width` bytes each. */
const sides = (l: Local, y: string): Code => [
  ...[...l(y), ...l("width"), ...add, ...put(l("rowEnd")), ...l("a"), ...l("width"), ...add, ...put(l("b"))],
];

/** y = silu(a)·b for rows of a with b beside it. */
export const gate: WasmFunction = {
  name: "gate",
  parameters: { a: "i32", y: "i32", yEnd: "i32", width: "i32" },
  locals: { b: "i32", rowEnd: "i32", z: "v128", s: "v128", power: "v128" },
  body: (l) =>
    repeat(
      sides(l, "y"),
      repeat(
        sigmoid(l),
        [...l("y"), ...l("z"), ...l("s"), ...times, ...l("b"), ...load(), ...times, ...store()],
        ...["a", "b", "y"].map((name) => advance(l(name), i32(16))),
        [...l("y"), ...l("rowEnd"), ...below],
      ),
      [...l("b"), ...put(l("a"))],
      [...l("y"), ...l("yEnd"), ...below],
    ),
};

/** da = d·b·σ(a)·(1 + a·(1 − σ(a))),   db = d·silu(a); da and db lie as a and b do. */
export const gateBack: WasmFunction = {
  name: "gateBack",
  parameters: { a: "i32", d: "i32", dEnd: "i32", da: "i32", width: "i32" },
  locals: { b: "i32", db: "i32", rowEnd: "i32", z: "v128", s: "v128", power: "v128" },
  body: (l) =>
    repeat(
      [...sides(l, "d"), ...l("da"), ...l("width"), ...add, ...put(l("db"))],
      repeat(
        sigmoid(l),
        [...l("da"), ...l("d"), ...load(), ...l("b"), ...load(), ...times, ...l("s"), ...times],
        [...constant(1), ...l("z"), ...constant(1), ...l("s"), ...minus, ...times, ...plus, ...times, ...store()],
        [...l("db"), ...l("d"), ...load(), ...l("z"), ...times, ...l("s"), ...times, ...store()],
        ...["a", "b", "d", "da", "db"].map((name) => advance(l(name), i32(16))),
        [...l("d"), ...l("rowEnd"), ...below],
      ),
      [...l("b"), ...put(l("a")), ...l("db"), ...put(l("da"))],
      [...l("d"), ...l("dEnd"), ...below],
    ),
};
