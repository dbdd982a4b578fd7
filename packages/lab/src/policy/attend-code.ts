import { countDown, F32, I32, loop, move, op, sequence, V128, type WasmFunction } from "./wasm-module.ts";

const { get, set } = op;
const P = { q: 0, keys: 1, values: 2, scores: 3, bias: 4, out: 5, head: 6, stride: 7, start: 8, end: 9, scale: 10 };
const L = { t: 11, line: 12, query: 13, left: 14, s: 15, top: 16, sum: 17, power: 18, number: 23 } as const;
/** Sums of four numbers of the output. */
const SUMS = [19, 20, 21, 22] as const;

/**
 * One head of attention over blocks of four positions, the time in the lanes.
 *
 * ```text
 * s_t = bias_t + scale · Σ_i q_i · keys[i, t]
 * w_t = exp(s_t − max s)
 * out_i = Σ_t w_t · values[i, t] / Σ_t w_t
 * ```
 *
 * `stride`, `start` and `end` are in bytes: from one line to the next, of the first block and after the last.
 */
export function attendCode(): WasmFunction {
  const address = (base: number): number[] => sequence(get(base), get(L.t), op.add);
  const next = sequence(move(L.t, 16), get(L.t), get(P.end), op.less);
  const begin = sequence(get(P.start), set(L.t));
  const scores = loop(
    dotProducts(),
    sequence(get(L.s), get(P.scale), op.splat, op.multiplyLanes, address(P.bias), op.load(), op.addLanes, set(L.s)),
    sequence(address(P.scores), get(L.s), op.store()),
    sequence(get(L.top), get(L.s), op.largerLanes, set(L.top)),
    next,
  );
  const weights = loop(
    sequence(address(P.scores), op.load(), get(L.top), op.subtractLanes, op.lanes(-80), op.largerLanes, set(L.s)),
    exponential(),
    sequence(address(P.scores), get(L.s), op.store(), get(L.sum), get(L.s), op.addLanes, set(L.sum)),
    next,
  );
  const code = sequence(
    sequence(op.lanes(-1e30), set(L.top), begin),
    scores,
    sequence(across(L.top, op.largerFloat), op.splat, set(L.top), op.lanes(0), set(L.sum), begin),
    weights,
    sequence(op.float(1), across(L.sum, op.addFloats), op.divideFloats, set(L.number)),
    sequence(get(P.values), set(L.line), get(P.head), set(L.left)),
    means(begin, next, address(P.scores)),
  );
  const parameters = [...new Array<number>(10).fill(I32), F32];
  const locals = [...new Array<number>(4).fill(I32), ...new Array<number>(8).fill(V128), F32];
  return { name: "attend", parameters, locals, code };
}

/** s = Σ_i q_i · keys[i, t], eight lines at a time. */
function dotProducts(): number[] {
  const eight = Array.from({ length: 8 }, (_, j) =>
    sequence(
      sequence(
        get(L.s),
        get(L.query),
        op.loadSplat(4 * j),
        get(L.line),
        op.load(),
        op.multiplyLanes,
        op.addLanes,
        set(L.s),
      ),
      nextLine(L.line),
    ),
  ).flat();
  return sequence(
    sequence(op.lanes(0), set(L.s), get(P.keys), get(L.t), op.add, set(L.line)),
    sequence(get(P.q), set(L.query), get(P.head), set(L.left)),
    loop(eight, move(L.query, 32), countDown(L.left, 8)),
  );
}

function nextLine(local: number): number[] {
  return sequence(get(local), get(P.stride), op.add, set(local));
}

/** 1, ln 2, (ln 2)²/2, … (ln 2)⁶/720: the series of 2^f, |f| ≤ ½, to 2e-7. */
const SERIES = Array.from({ length: 7 }, (_, k) => {
  let term = 1;
  for (let j = 1; j <= k; j++) term *= Math.LN2 / j;
  return term;
});

/** s ← e^s = 2^n · 2^f, with n the nearest whole number to s / ln 2. */
function exponential(): number[] {
  const [highest, ...rest] = [...SERIES].reverse() as [number, ...number[]];
  const horner = rest.flatMap((term) => sequence(get(L.s), op.multiplyLanes, op.lanes(term), op.addLanes));
  const power = sequence(get(L.power), op.toIntegers, op.integers(127), op.addIntegers, op.constant(23), op.shiftLeft);
  return sequence(
    sequence(get(L.s), op.lanes(Math.LOG2E), op.multiplyLanes, set(L.s)),
    sequence(get(L.s), op.nearest, set(L.power)),
    sequence(get(L.s), get(L.power), op.subtractLanes, set(L.s)),
    sequence(op.lanes(highest), horner, power, op.multiplyLanes, set(L.s)),
  );
}

/** Puts the four lanes of a local together. */
function across(local: number, join: readonly number[]): number[] {
  const lane = (i: number): number[] => sequence(get(local), op.lane(i));
  return sequence(lane(0), lane(1), join, lane(2), lane(3), join, join);
}

/** Four numbers of the output at a time. */
function means(begin: readonly number[], next: readonly number[], weight: readonly number[]): number[] {
  const products = SUMS.flatMap((sum) =>
    sequence(
      sequence(get(sum), get(L.s), get(L.query), op.load(), op.multiplyLanes, op.addLanes, set(sum)),
      nextLine(L.query),
    ),
  );
  const stored = SUMS.flatMap((sum, k) =>
    sequence(get(P.out), across(sum, op.addFloats), get(L.number), op.multiplyFloats, op.storeFloat(4 * k)),
  );
  return loop(
    SUMS.flatMap((sum) => sequence(op.lanes(0), set(sum))),
    begin,
    loop(sequence(weight, op.load(), set(L.s), get(L.line), get(L.t), op.add, set(L.query)), products, next),
    stored,
    SUMS.flatMap(() => nextLine(L.line)),
    move(P.out, 16),
    countDown(L.left, 4),
  );
}
