import { type CallValue, equalCalls, equalValues, type ToolCall } from "./tool-call.ts";

export interface CallMatchOptions {
  /** `free`: calls, and the keys of a call, in any order. `strict`: names and keys count only in the same order. */
  readonly order?: "free" | "strict" | undefined;
  /** `fine`: name, keys and values count apart. `tool`: a call counts when wholly equal. `coarse`: all or nothing. */
  readonly granularity?: "fine" | "tool" | "coarse" | undefined;
  /** `greedy`: each gold call takes the best call left, in order. `optimal`: the assignment with the largest sum. */
  readonly assignment?: "greedy" | "optimal" | undefined;
  /** Which parts count. */
  readonly names?: boolean | undefined;
  readonly keys?: boolean | undefined;
  readonly values?: boolean | undefined;
  /** Replaces both sides of a comparison of values, such as a text by a number. */
  readonly normalise?: ((value: CallValue) => CallValue) | undefined;
}

/** Share of the largest reachable score, with the score in parts. */
export interface CallMatch {
  /** 0 … 1. */
  readonly share: number;
  readonly score: number;
  readonly largest: number;
  /** [gold] index of the call assigned to each gold call, or −1. */
  readonly assigned: readonly number[];
}

/**
 * How far calls agree with the gold ones, by names, keys and values.
 *
 *   S = J(names) + Σ_gold [ J(keys) + Σ_key [values equal] ],  S_max = 1 + Σ_gold (1 + keys of the gold call)
 *
 * J is the Jaccard index of multisets, Σ min / (|a| + |b| − Σ min). A gold call looks only at calls of its name.
 *
 * @paper 086
 *
 * ```ts doctest
 * import { matchToolCalls } from "@guerdon/verify/tools";
 * const gold = [{ name: "f", arguments: { a: 1, b: 2 } }];
 * matchToolCalls(gold, [{ name: "f", arguments: { a: 1, b: 3 } }]).share // => 0.75
 * ```
 */
export function matchToolCalls(
  gold: readonly ToolCall[],
  calls: readonly ToolCall[],
  options: CallMatchOptions = {},
): CallMatch {
  const { granularity = "fine", order = "free", names = true } = options;
  if (granularity === "coarse" || sameList(gold, calls)) {
    const same = granularity === "coarse" && order === "free" ? sameMultiset(gold, calls) : sameList(gold, calls);
    return { share: same ? 1 : 0, score: same ? 1 : 0, largest: 1, assigned: gold.map((_, i) => (same ? i : -1)) };
  }
  const jaccard = order === "strict" ? sameOrder : multisetJaccard;
  const { score, assigned } = assign(gold, calls, jaccard, options);
  const named = names
    ? jaccard(
        gold.map(({ name }) => name),
        calls.map(({ name }) => name),
      )
    : 0;
  const largest = gold.reduce((sum, call) => sum + largestOf(call, options), names ? 1 : 0);
  return { share: largest === 0 ? 0 : (named + score) / largest, score: named + score, largest, assigned };
}

function largestOf(gold: ToolCall, { granularity, keys = true, values = true }: CallMatchOptions): number {
  if (granularity === "tool") return 1;
  return (keys ? 1 : 0) + (values ? Object.keys(gold.arguments).length : 0);
}

type Jaccard = (a: readonly string[], b: readonly string[]) => number;

/** Σ min of the counts over the size of the union; 1 for equal lists, two empty ones too. */
function multisetJaccard(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const counts = new Map<string, number>();
  for (const key of a) counts.set(key, (counts.get(key) ?? 0) + 1);
  let shared = 0;
  for (const key of b) {
    const left = counts.get(key) ?? 0;
    if (left === 0) continue;
    shared += 1;
    counts.set(key, left - 1);
  }
  return shared / (a.length + b.length - shared);
}

function sameOrder(a: readonly string[], b: readonly string[]): number {
  return a.length === b.length && a.every((key, i) => key === b[i]) ? 1 : 0;
}

interface Assignment {
  readonly score: number;
  readonly assigned: readonly number[];
}

/** Gold and actual calls match by blocks of the same name; no block changes another. */
function assign(
  gold: readonly ToolCall[],
  calls: readonly ToolCall[],
  jaccard: Jaccard,
  options: CallMatchOptions,
): Assignment {
  const byName = new Map<string, number[]>();
  calls.forEach(({ name }, i) => {
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [i]);
    else list.push(i);
  });
  const rows = new Map<string, number[]>();
  gold.forEach(({ name }, i) => {
    if (byName.has(name)) rows.set(name, [...(rows.get(name) ?? []), i]);
  });
  const assigned = new Array<number>(gold.length).fill(-1);
  let score = 0;
  for (const [name, golds] of rows) {
    const columns = byName.get(name) as number[];
    const matrix = golds.map((g) =>
      columns.map((c) => callScore(gold[g] as ToolCall, calls[c] as ToolCall, jaccard, options)),
    );
    const picks = options.assignment === "optimal" ? largestAssignment(matrix) : greedyAssignment(matrix);
    picks.forEach((pick, row) => {
      if (pick < 0) return;
      assigned[golds[row] as number] = columns[pick] as number;
      score += (matrix[row] as number[])[pick] as number;
    });
  }
  return { score, assigned };
}

function callScore(gold: ToolCall, call: ToolCall, jaccard: Jaccard, options: CallMatchOptions): number {
  const { granularity, keys = true, values = true, normalise } = options;
  const same = (a: CallValue, b: CallValue): boolean =>
    equalValues(a, b) || (normalise !== undefined && equalValues(normalise(a), normalise(b)));
  const goldKeys = Object.keys(gold.arguments);
  const callKeys = Object.keys(call.arguments);
  let equal = 0;
  for (const key of goldKeys) {
    if (!Object.hasOwn(call.arguments, key)) continue;
    if (same(gold.arguments[key] as CallValue, call.arguments[key] as CallValue)) equal += 1;
  }
  if (granularity === "tool") return equal === goldKeys.length && equal === callKeys.length ? 1 : 0;
  return (keys ? jaccard(goldKeys, callKeys) : 0) + (values ? equal : 0);
}

/** Each row, in order, takes the first of the best columns left; nothing for 0. */
function greedyAssignment(matrix: readonly (readonly number[])[]): number[] {
  const taken = new Set<number>();
  return matrix.map((row) => {
    let best = -1;
    row.forEach((score, column) => {
      if (!taken.has(column) && score > (best < 0 ? 0 : (row[best] as number))) best = column;
    });
    if (best >= 0) taken.add(best);
    return best;
  });
}

/** The assignment with the largest sum: shortest augmenting paths with potentials, O(rows² · columns). */
function largestAssignment(matrix: readonly (readonly number[])[]): number[] {
  const rows = matrix.length;
  const size = Math.max(rows, matrix[0]?.length ?? 0);
  const cost = (r: number, c: number): number => -(matrix[r]?.[c] ?? 0);
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(size + 1);
    do {
      used[column] = 1;
      const current = rowOf[column] as number;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let c = 1; c <= size; c++) {
        if (used[c] === 1) continue;
        const reduced = cost(current - 1, c - 1) - (u[current] as number) - (v[c] as number);
        if (reduced < (least[c] as number)) {
          least[c] = reduced;
          way[c] = column;
        }
        if ((least[c] as number) < delta) {
          delta = least[c] as number;
          next = c;
        }
      }
      for (let c = 0; c <= size; c++) {
        if (used[c] === 1) {
          u[rowOf[c] as number] = (u[rowOf[c] as number] as number) + delta;
          v[c] = (v[c] as number) - delta;
        } else least[c] = (least[c] as number) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = way[column] as number;
      rowOf[column] = rowOf[before] as number;
      column = before;
    }
  }
  const picks = new Array<number>(rows).fill(-1);
  for (let c = 1; c <= size; c++) {
    const row = (rowOf[c] as number) - 1;
    if (row >= 0 && (matrix[row]?.[c - 1] ?? 0) > 0) picks[row] = c - 1;
  }
  return picks;
}

function sameList(a: readonly ToolCall[], b: readonly ToolCall[]): boolean {
  return a.length === b.length && a.every((call, i) => equalCalls(call, b[i] as ToolCall));
}

function sameMultiset(a: readonly ToolCall[], b: readonly ToolCall[]): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((call) => {
    const i = left.findIndex((other) => equalCalls(call, other));
    if (i < 0) return false;
    left.splice(i, 1);
    return true;
  });
}
