import { type CompareContext, type Match, match } from "./compare-context.ts";
import { closeTo } from "./compare-expressions.ts";
import { complex } from "./complex.ts";
import { evaluateNumeric } from "./evaluate-numeric.ts";
import type { MathNode, RelationSign } from "./math-node.ts";
import { anyNode, POINT_COUNT, pointValue, variablesOf } from "./point-value.ts";
import { isName } from "./real-set.ts";

type Relation = Extract<MathNode, { k: "relation" }>;

/** An equality chain `name = … = value`. */
export interface Assignment {
  readonly name: MathNode;
  readonly value: MathNode;
  /** The left side is only names, so that the value alone is the answer. */
  readonly named: boolean;
}

/** Reads `x = 5 + 6 = 11 ≈ 11.0` as x ↦ 11; undefined for inequalities. */
export function assignmentOf(node: MathNode): Assignment | undefined {
  if (node.k !== "relation" || node.signs.some((s) => s !== "=" && s !== "≈")) return undefined;
  let last = node.sides.length - 1;
  while (last > 1 && node.signs[last - 1] === "≈") last--;
  const name = node.sides[0] as MathNode;
  return {
    name,
    value: node.sides[last] as MathNode,
    named: isAnswerName(name) || (last > 1 && node.sides.length > 2 && isChain(node, last)),
  };
}

/** In `1 + 1 = 2 = x = 0` the last side is the answer whatever came first. */
const isChain = (node: Relation, last: number): boolean =>
  node.sides.slice(0, last).some(isAnswerName) || node.sides.every((side) => variablesOf(side).size === 0);

function isAnswerName(node: MathNode): boolean {
  if (isName(node) || node.k === "words") return true;
  if (node.k === "call") return node.name === "abs" && node.args.every(isAnswerName);
  if (node.k === "ratio" || node.k === "quotient") return isAnswerName(node.a) && isAnswerName(node.b);
  if (node.k === "bracket" || node.k === "list") return node.items.every(isAnswerName);
  return node.k === "power" && isAnswerName(node.a) && node.b.k === "words";
}

/** Two equations, or two inequalities, that are not sets of one unknown. */
export function compareRelations(gold: Relation, candidate: Relation, context: CompareContext): Match {
  const a = assignmentOf(gold);
  const b = assignmentOf(candidate);
  if (!a !== !b) return match.different("an equation and an inequality");
  if (a && b) return compareEquations(gold, candidate, a, b, context);
  const left = pairs(gold);
  const right = pairs(candidate);
  if (left.length !== right.length) return match.different("different numbers of inequalities");
  const open = [...right];
  for (const one of left) {
    const at = open.findIndex((other) => samePair(one, other, context));
    if (at < 0) return match.different("different inequalities");
    open.splice(at, 1);
  }
  return match.equal("same inequalities");
}

function compareEquations(
  gold: Relation,
  candidate: Relation,
  a: Assignment,
  b: Assignment,
  context: CompareContext,
): Match {
  const sameName = context.compare(a.name, b.name).kind === "equal";
  if (sameName || (a.named && b.named && !(a.name.k === "symbol" && b.name.k === "symbol"))) {
    const values = context.compare(a.value, b.value);
    if (values.kind === "equal") return values;
  }
  if (!context.options.strict && a.named && b.named) {
    const values = context.compare(a.value, b.value);
    if (values.kind === "equal") return values;
  }
  if (gold.sides.length !== 2 || candidate.sides.length !== 2) return match.different("different equations");
  if (anyNode(gold, isContainer) || anyNode(candidate, isContainer)) return match.different("different equations");
  return samePair(pair(gold, 0), pair(candidate, 0), context)
    ? match.equal("proportional equations")
    : match.different("different equations");
}

const isContainer = (node: MathNode): boolean =>
  node.k === "set" || node.k === "bracket" || node.k === "list" || node.k === "matrix" || node.k === "words";

interface Pair {
  readonly sign: RelationSign;
  readonly left: MathNode;
  readonly right: MathNode;
}

/** `a > b` turned to `b < a`, so that only <, ≤, =, ≠ remain. */
function pair(node: Relation, j: number): Pair {
  const sign = node.signs[j] as RelationSign;
  const left = node.sides[j] as MathNode;
  const right = node.sides[j + 1] as MathNode;
  if (sign === ">" || sign === "≥") return { sign: sign === ">" ? "<" : "≤", left: right, right: left };
  return { sign: sign === "≈" ? "=" : sign, left, right };
}

const pairs = (node: Relation): Pair[] => node.signs.map((_, j) => pair(node, j));

/** Same sign, and (left − right) of one is a constant multiple of the other; positive for inequalities. */
function samePair(a: Pair, b: Pair, context: CompareContext): boolean {
  if (a.sign !== b.sign) return false;
  let ratio: number | undefined;
  let used = 0;
  const spent = { terms: 0 };
  for (let k = 0; k < POINT_COUNT; k++) {
    const difference = (p: Pair) => {
      const scope = { valueOf: (name: string) => pointValue(name, k), limits: context.options.limits, spent };
      return complex.add(evaluateNumeric(p.left, scope), complex.mul(complex.of(-1), evaluateNumeric(p.right, scope)));
    };
    const x = difference(a);
    const y = difference(b);
    if (!complex.isFinite(x) || !complex.isFinite(y) || x.im !== 0 || y.im !== 0) continue;
    if (Math.abs(x.re) < 1e-12 || Math.abs(y.re) < 1e-12) {
      if (!closeTo(x, y, 1e-12)) return false;
      continue;
    }
    ratio ??= y.re / x.re;
    if (!closeTo(complex.of(y.re / x.re), complex.of(ratio), 1e-8)) return false;
    used++;
  }
  const bothConstant = variablesOf(a.left).size + variablesOf(a.right).size === 0;
  if (bothConstant && ratio !== 1) return false;
  return used >= 4 && ratio !== undefined && (a.sign === "=" || a.sign === "≠" || ratio > 0);
}
