import { answerNumber } from "./compare-expressions.ts";
import { complex } from "./complex.ts";
import { evaluateNumeric } from "./evaluate-numeric.ts";
import type { MathNode, RelationSign } from "./math-node.ts";
import type { ResolvedMathOptions } from "./math-options.ts";
import { variablesOf } from "./point-value.ts";

/** A set of real numbers: its membership changes only at `edges`. */
export interface RealSet {
  readonly edges: readonly number[];
  readonly has: (x: number) => boolean;
}

const near = (a: number, b: number, t: number): boolean => Math.abs(a - b) <= t * Math.max(1, Math.abs(a));

/** Reads intervals, unions, finite sets and inequalities in one unknown as a set of reals; undefined otherwise. */
export function realSet(node: MathNode, options: ResolvedMathOptions): RealSet | undefined {
  switch (node.k) {
    case "member":
      return realSet(node.set, options);
    case "bracket":
      return node.items.length === 2 ? interval(node, options) : undefined;
    case "set":
      return finite(node.items, options);
    case "symbol":
      return node.name === "ℝR" ? { edges: [], has: () => true } : undefined;
    case "union":
    case "intersection":
    case "without":
      return combine(realSet(node.a, options), realSet(node.b, options), node.k);
    case "list":
      return relationList(node, options);
    case "relation":
      return inequality(node, options);
    default:
      return undefined;
  }
}

/** True when the node can only be a set of reals, not a tuple or a list of numbers. */
export function isRealSet(node: MathNode): boolean {
  if (node.k === "member") return true;
  if (node.k === "union" || node.k === "intersection" || node.k === "without") return true;
  if (node.k === "symbol") return node.name === "ℝR";
  if (node.k === "relation") return node.signs.some((s) => s !== "=" && s !== "≈");
  if (node.k === "list")
    return node.items.length > 0 && node.items.every((item) => item.k === "relation" && isRealSet(item));
  return (
    node.k === "bracket" &&
    node.items.length === 2 &&
    (node.open === "[" || node.close === "]" || node.items.some(isInfinite))
  );
}

const isInfinite = (node: MathNode): boolean =>
  (node.k === "constant" && node.name === "infinity") || (node.k === "negative" && isInfinite(node.of));

function real(node: MathNode, options: ResolvedMathOptions): number | undefined {
  if (isInfinite(node)) return node.k === "negative" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (variablesOf(node).size > 0) return undefined;
  const value = answerNumber(node, options);
  return Number.isFinite(value.value) && Math.abs(value.imaginary) < 1e-12 ? value.value : undefined;
}

function interval(node: Extract<MathNode, { k: "bracket" }>, options: ResolvedMathOptions): RealSet | undefined {
  const low = real(node.items[0] as MathNode, options);
  const high = real(node.items[1] as MathNode, options);
  if (low === undefined || high === undefined || low > high) return undefined;
  return {
    edges: [low, high].filter(Number.isFinite),
    has: (x) => (x > low || (x === low && node.open === "[")) && (x < high || (x === high && node.close === "]")),
  };
}

function finite(items: readonly MathNode[], options: ResolvedMathOptions): RealSet | undefined {
  const edges: number[] = [];
  for (const item of items) {
    const value = real(item, options);
    if (value === undefined || !Number.isFinite(value)) return undefined;
    edges.push(value);
  }
  return { edges, has: (x) => edges.includes(x) };
}

function combine(
  a: RealSet | undefined,
  b: RealSet | undefined,
  how: "union" | "intersection" | "without",
): RealSet | undefined {
  if (!a || !b) return undefined;
  const edges = [...a.edges, ...b.edges];
  if (how === "union") return { edges, has: (x) => a.has(x) || b.has(x) };
  if (how === "intersection") return { edges, has: (x) => a.has(x) && b.has(x) };
  return { edges, has: (x) => a.has(x) && !b.has(x) };
}

/** `x < 2 or x > 3`, `x > 1 and x < 2`; a bare comma means "or" for inequalities, "and" beside ≠. */
function relationList(node: Extract<MathNode, { k: "list" }>, options: ResolvedMathOptions): RealSet | undefined {
  if (!isRealSet(node)) return undefined;
  const differs = node.items.some((item) => item.k === "relation" && item.signs.includes("≠"));
  const how = node.join === "and" || (differs && node.join !== "or") ? "intersection" : "union";
  let total: RealSet | undefined;
  for (const item of node.items) {
    const part = realSet(item, options);
    if (!part) return undefined;
    total = total ? combine(total, part, how) : part;
  }
  return total;
}

const HOLDS: Readonly<Record<RelationSign, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "≈": (a, b) => a === b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "≤": (a, b) => a <= b,
  "≥": (a, b) => a >= b,
  "≠": (a, b) => a !== b,
};

function inequality(node: Extract<MathNode, { k: "relation" }>, options: ResolvedMathOptions): RealSet | undefined {
  let unknown: MathNode | undefined;
  const edges: number[] = [];
  const bounds = node.sides.map((side) => {
    const value = real(side, options);
    if (value === undefined) unknown = unknown === undefined ? side : undefined;
    return value;
  });
  if (unknown === undefined || bounds.filter((b) => b === undefined).length !== 1) return undefined;
  const solve = solver(unknown);
  if (!solve) return undefined;
  for (const bound of bounds) if (bound !== undefined && Number.isFinite(bound)) edges.push(...solve.roots(bound));
  const has = (x: number): boolean => {
    const value = solve.value(x);
    const at = bounds.map((bound) => (bound === undefined ? value : near(bound, value, 1e-9) ? value : bound));
    return node.signs.every((sign, j) => HOLDS[sign](at[j] as number, at[j + 1] as number));
  };
  return { edges, has };
}

interface Solver {
  readonly value: (x: number) => number;
  readonly roots: (bound: number) => number[];
}

/** The unknown side of an inequality: a name, |name|, or linear in one variable. */
function solver(side: MathNode): Solver | undefined {
  if (isName(side)) return { value: (x) => x, roots: (b) => [b] };
  if (side.k === "call" && side.name === "abs" && isName(side.args[0] as MathNode))
    return { value: Math.abs, roots: (b) => (b < 0 ? [] : [b, -b]) };
  const names = [...variablesOf(side)];
  if (names.length !== 1) return undefined;
  const limits = { characters: 0, depth: 0, nodes: 0, bits: 0, terms: 100 };
  const value = (x: number): number =>
    evaluateNumeric(side, { valueOf: () => complex.of(x), limits, spent: { terms: 0 } }).re;
  const slope = value(1) - value(0);
  if (slope === 0 || ![2.5, -3.75, 11].every((x) => near(value(x), value(0) + slope * x, 1e-9))) return undefined;
  return { value, roots: (b) => [(b - value(0)) / slope] };
}

/** A variable, f(x), or a product of letters: what an answer may be named. */
export function isName(node: MathNode): boolean {
  if (node.k === "symbol" || node.k === "opaque") return true;
  if (node.k === "constant") return node.name === "e" || node.name === "i";
  if (node.k === "product") return node.items.every(isName);
  return false;
}

/** Whether two sets of reals have the same members, tried at every edge and between them. */
export function sameRealSet(a: RealSet, b: RealSet, decimals: number): boolean {
  const edges = [...a.edges, ...b.edges].sort((x, y) => x - y);
  const merged: { readonly value: number; readonly group: number[] }[] = [];
  for (const edge of edges) {
    const last = merged[merged.length - 1];
    if (last && edge - last.value <= Math.max(1e-9 * Math.abs(edge), 0.5 * 10 ** -decimals)) last.group.push(edge);
    else merged.push({ value: edge, group: [edge] });
  }
  const own = (set: RealSet, group: readonly number[], fallback: number): number =>
    group.find((x) => set.edges.includes(x)) ?? fallback;
  for (const { value, group } of merged) if (a.has(own(a, group, value)) !== b.has(own(b, group, value))) return false;
  const probes = [(merged[0]?.value ?? 0) - 1, (merged[merged.length - 1]?.value ?? 0) + 1];
  for (let j = 1; j < merged.length; j++) probes.push(((merged[j - 1]?.value ?? 0) + (merged[j]?.value ?? 0)) / 2);
  return probes.every((x) => a.has(x) === b.has(x));
}
