import { exponential } from "./exponential.ts";
import { type Code, type WasmFunction, wasm } from "./wasm-module.ts";

const { i32, add, below, advance, put, repeat, load, loadSplat, store, constant, splat } = wasm;
const { plus, minus, times, over, most } = wasm;

type Local = (name: string) => Code;

/** The next place of the table and of the weights, while there is one. */
const nextKey = (l: Local): Code[] => [
  advance(l("t"), i32(4)),
  advance(l("w"), i32(4)),
  [...l("t"), ...l("tableEnd"), ...below],
];

const first = (l: Local): Code => [...l("table"), ...put(l("t")), ...l("weights"), ...put(l("w"))];

/** s ← Σ a·b over a head; both addresses go on. */
const dot = (l: Local, a: string, b: string, end: string): Code => [
  ...[...constant(0), ...put(l("s"))],
  ...repeat(
    [...l("s"), ...l(a), ...load(), ...l(b), ...load(), ...times, ...plus, ...put(l("s"))],
    advance(l(a), i32(16)),
    advance(l(b), i32(16)),
    [...l(a), ...l(end), ...below],
  ),
];

/**
 * One query of one head: weights = softmax_j(scale · q·k_j), out = Σ_j weights_j · v_j.
 *
 * The table holds how far the row of each key lies from the first, in bytes. Three weights after the last are written
 * over.
 */
export const attend: WasmFunction = {
  name: "attend",
  parameters: {
    ...{ q: "i32", k: "i32", v: "i32", table: "i32", tableEnd: "i32", weights: "i32", out: "i32", head: "i32" },
    scale: "f32",
  },
  locals: {
    ...{ t: "i32", w: "i32", wEnd: "i32", a: "i32", b: "i32", end: "i32" },
    ...{ s: "v128", s2: "v128", top: "v128", power: "v128" },
  },
  body: (l) => [
    ...[...l("q"), ...l("head"), ...add, ...put(l("end")), ...first(l)],
    ...repeat(
      [...l("q"), ...put(l("a")), ...l("k"), ...l("t"), ...wasm.loadInteger(), ...add, ...put(l("b"))],
      dot(l, "a", "b", "end"),
      [...l("w"), ...wasm.sum(l("s")), ...l("scale"), ...wasm.timesScalar, ...wasm.storeScalar()],
      ...nextKey(l),
    ),
    ...[...l("w"), ...put(l("wEnd")), ...l("w"), ...constant(-1e30), ...store()],
    ...softmax(l),
    ...[...l("v"), ...l("head"), ...add, ...put(l("end"))],
    ...repeat(
      [...first(l), ...constant(0), ...put(l("s")), ...constant(0), ...put(l("s2"))],
      repeat(
        [
          ...l("v"),
          ...l("t"),
          ...wasm.loadInteger(),
          ...add,
          ...put(l("b")),
          ...l("w"),
          ...loadSplat(),
          ...put(l("top")),
        ],
        [...l("s"), ...l("top"), ...l("b"), ...load(), ...times, ...plus, ...put(l("s"))],
        [...l("s2"), ...l("top"), ...l("b"), ...load(16), ...times, ...plus, ...put(l("s2"))],
        ...nextKey(l),
      ),
      [...l("out"), ...l("s"), ...store(), ...l("out"), ...l("s2"), ...store(16)],
      advance(l("out"), i32(32)),
      advance(l("v"), i32(32)),
      [...l("v"), ...l("end"), ...below],
    ),
  ],
};

/** Over the weights up to `wEnd`, four at a time. */
function softmax(l: Local): Code {
  const next = [advance(l("w"), i32(16)), [...l("w"), ...l("wEnd"), ...below]];
  const begin = [...l("weights"), ...put(l("w"))];
  const widest = [0, 1, 2, 3].flatMap((lane) => [
    ...[...l("top"), ...wasm.lane(lane), ...splat],
    ...(lane === 0 ? [] : most),
  ]);
  return [
    ...[...begin, ...constant(-1e30), ...put(l("top"))],
    ...repeat([...l("top"), ...l("w"), ...load(), ...most, ...put(l("top"))], ...next),
    ...[...widest, ...put(l("top")), ...begin, ...constant(0), ...put(l("s2"))],
    ...repeat(
      [...l("w"), ...load(), ...l("top"), ...minus, ...constant(-80), ...most, ...put(l("s"))],
      exponential(l("s"), l("power")),
      [...l("w"), ...l("s"), ...store(), ...l("s2"), ...l("s"), ...plus, ...put(l("s2"))],
      ...next,
    ),
    ...[...constant(1), ...wasm.sum(l("s2")), ...splat, ...over, ...put(l("s2")), ...begin],
    ...repeat([...l("w"), ...l("w"), ...load(), ...l("s2"), ...times, ...store()], ...next),
  ];
}

/**
 * Adds to the gradients of the query, keys and values of one `attend`, for d at its output.
 *
 *   dv_j += w_j·d,   e_j = scale·w_j·(d·v_j − d·out),   dq += Σ_j e_j·k_j,   dk_j += e_j·q
 */
export const attendBack: WasmFunction = {
  name: "attendBack",
  parameters: {
    ...{ q: "i32", k: "i32", v: "i32", dq: "i32", dk: "i32", dv: "i32", table: "i32", tableEnd: "i32" },
    ...{ weights: "i32", d: "i32", out: "i32", head: "i32", scale: "f32" },
  },
  locals: {
    ...{ t: "i32", w: "i32", row: "i32", end: "i32", a: "i32", b: "i32", qAt: "i32", dqAt: "i32", kAt: "i32" },
    ...{ dkAt: "i32", dvAt: "i32", s: "v128", delta: "v128", weight: "v128", e: "v128" },
  },
  body: (l) => {
    const at = (name: string, base: string): Code => [...l(base), ...l("row"), ...add, ...put(l(name))];
    const addTo = (to: string, factor: string, from: string): Code => [
      ...[...l(to), ...l(to), ...load(), ...l(factor), ...l(from), ...load(), ...times, ...plus, ...store()],
    ];
    return [
      ...[...l("d"), ...l("head"), ...add, ...put(l("end")), ...l("d"), ...put(l("a")), ...first(l)],
      ...[...dot(l, "a", "out", "end"), ...wasm.sum(l("s")), ...splat, ...put(l("delta"))],
      ...repeat(
        [...l("t"), ...wasm.loadInteger(), ...put(l("row")), ...l("d"), ...put(l("a")), ...at("b", "v")],
        dot(l, "a", "b", "end"),
        [...l("w"), ...loadSplat(), ...put(l("weight"))],
        [...wasm.sum(l("s")), ...splat, ...l("delta"), ...minus, ...l("weight"), ...times],
        [...l("scale"), ...splat, ...times, ...put(l("e"))],
        [...l("d"), ...put(l("a")), ...l("q"), ...put(l("qAt")), ...l("dq"), ...put(l("dqAt"))],
        [...at("kAt", "k"), ...at("dkAt", "dk"), ...at("dvAt", "dv")],
        repeat(
          [...addTo("dvAt", "weight", "a"), ...addTo("dqAt", "e", "kAt"), ...addTo("dkAt", "e", "qAt")],
          ...["a", "qAt", "dqAt", "kAt", "dkAt", "dvAt"].map((name) => advance(l(name), i32(16))),
          [...l("a"), ...l("end"), ...below],
        ),
        ...nextKey(l),
      ),
    ];
  },
};
