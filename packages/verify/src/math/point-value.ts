import { type Complex, complex } from "./complex.ts";
import type { MathNode } from "./math-node.ts";

/** How many points an expression with variables is checked at. */
export const POINT_COUNT = 8;

/**
 * Value of a variable at point `k`: fixed pseudo-random; positive at the first five points, of either sign after.
 * A variable that counts the terms of a series is a whole number from 1 to 12.
 */
export function pointValue(name: string, k: number, counts = false): Complex {
  const unit = unitAt(name, k);
  if (counts) return complex.of(k + 1 + Math.floor(unit * 5));
  return complex.of(k < 5 ? 0.3 + 1.9 * unit : (unit - 0.5) * 4);
}

/** A fixed pseudo-random number in [0, 1). */
function unitAt(name: string, k: number): number {
  let hash = 0x9e3779b9 ^ Math.imul(k + 1, 0x85ebca6b);
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846ca68b);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}

/** Names of the variables in the bounds of a series: they count its terms and are whole numbers. */
export function countersOf(node: MathNode, into: Set<string> = new Set()): Set<string> {
  if (node.k === "series") for (const bound of [node.from, node.to]) variablesOf(bound, into);
  for (const child of childrenOf(node)) countersOf(child, into);
  return into;
}

/** Names of the variables of an expression in order of appearance; `opaque` and `words` count as present. */
export function variablesOf(node: MathNode, into: Set<string> = new Set()): Set<string> {
  switch (node.k) {
    case "symbol":
      into.add(node.name);
      break;
    case "opaque":
      into.add(`${node.name}()`);
      for (const arg of node.args) variablesOf(arg, into);
      break;
    case "words":
      into.add(`"${node.text}"`);
      break;
    case "series":
      for (const part of [node.from, node.to]) variablesOf(part, into);
      for (const name of variablesOf(node.body)) if (name !== node.index) into.add(name);
      break;
    default:
      for (const child of childrenOf(node)) variablesOf(child, into);
  }
  return into;
}

/** The direct parts of a node. */
export function childrenOf(node: MathNode): readonly MathNode[] {
  switch (node.k) {
    case "sum":
    case "product":
    case "list":
    case "set":
    case "bracket":
      return node.items;
    case "negative":
    case "percent":
    case "degrees":
    case "plusMinus":
      return [node.of];
    case "quotient":
    case "power":
    case "ratio":
    case "union":
    case "intersection":
    case "without":
      return [node.a, node.b];
    case "call":
    case "opaque":
      return node.args;
    case "series":
      return [node.from, node.to, node.body];
    case "matrix":
      return node.rows.flat();
    case "relation":
      return node.sides;
    case "member":
      return [node.of, node.set];
    default:
      return [];
  }
}

/** True when a node or any part of it satisfies the test. */
export function anyNode(node: MathNode, test: (node: MathNode) => boolean): boolean {
  return test(node) || childrenOf(node).some((child) => anyNode(child, test));
}
