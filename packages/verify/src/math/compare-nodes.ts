import { bareWords } from "./clean-answer.ts";
import { compareCollections } from "./compare-collections.ts";
import { type CompareContext, type Match, match } from "./compare-context.ts";
import { compareExpressions } from "./compare-expressions.ts";
import { type Assignment, assignmentOf, compareRelations } from "./compare-relations.ts";
import type { MathNode } from "./math-node.ts";
import type { ResolvedMathOptions } from "./math-options.ts";
import { matrixOf } from "./matrix-of.ts";
import { plusMinusValues } from "./plus-minus.ts";
import { variablesOf } from "./point-value.ts";
import { isRealSet, realSet, sameRealSet } from "./real-set.ts";

/** Compares two parsed answers by the rules of their kinds. */
export function compareNodes(gold: MathNode, candidate: MathNode, options: ResolvedMathOptions): Match {
  const context: CompareContext = { options, compare: (a, b) => compare(a, b, context) };
  return context.compare(gold, candidate);
}

function compare(goldAsRead: MathNode, candidateAsRead: MathNode, context: CompareContext): Match {
  const gold = simplify(goldAsRead);
  const candidate = simplify(candidateAsRead);
  if (gold.k === "words" || candidate.k === "words") return compareWords(gold, candidate);
  if (isBased(gold) || isBased(candidate)) return compareBased(gold, candidate);
  if (isRealSet(gold) || isRealSet(candidate)) {
    const match = compareRealSets(gold, candidate, context);
    if (match) return match;
  }
  if (gold.k === "relation" || candidate.k === "relation") return compareWithRelation(gold, candidate, context);
  const a = matrixOf(gold);
  const b = matrixOf(candidate);
  if (a || b) return compareMatrices(gold, candidate, context);
  if (gold.k === "ratio" && candidate.k === "ratio") return compareRatios(gold, candidate, context);
  return compareCollections(gold, candidate, context) ?? compareExpressions(gold, candidate, context);
}

/** One-element brackets and lists are their element; ± becomes the set of its values. */
function simplify(node: MathNode): MathNode {
  const values = plusMinusValues(node);
  if (values) return values;
  if ((node.k === "bracket" || node.k === "set") && node.items.length === 1 && (node.items[0] as MathNode).k !== "set")
    return simplify(node.items[0] as MathNode);
  if (node.k === "member" && !isRealSet(node.set) && node.set.k !== "bracket") return simplify(node.set);
  return node;
}

function compareWords(gold: MathNode, candidate: MathNode): Match {
  if (gold.k === "words" && candidate.k === "words" && gold.text !== "") {
    return bareWords(gold.text) === bareWords(candidate.text)
      ? match.equal("same words")
      : match.different("different words");
  }
  return match.different("words against mathematics");
}

/** 1:2 is 2:4 and 1/2; 12:00 is a time, the same only as itself. */
function compareRatios(gold: Two, candidate: Two, context: CompareContext): Match {
  const parts = both(gold, candidate, context);
  return parts.kind === "equal"
    ? match.equal("same ratio")
    : compareExpressions({ k: "quotient", ...gold }, { k: "quotient", ...candidate }, context);
}

const isBased = (node: MathNode): boolean => node.k === "based" || (node.k === "negative" && node.of.k === "based");

function compareBased(gold: MathNode, candidate: MathNode): Match {
  const a = gold.k === "negative" ? gold.of : gold;
  const b = candidate.k === "negative" ? candidate.of : candidate;
  if (a.k !== "based" || b.k !== "based") return match.different("only one side names its base");
  const digits = (text: string): string => text.replace(/^0+(?=.)/, "");
  const same = gold.k === candidate.k && a.base === b.base && digits(a.digits) === digits(b.digits);
  return same ? match.equal("same digits in the same base") : match.different("different digits or bases");
}

function compareRealSets(gold: MathNode, candidate: MathNode, context: CompareContext): Match | undefined {
  const { options } = context;
  const isRelation = (node: MathNode): boolean => node.k === "relation" || (node.k === "list" && isRealSet(node));
  if (isRelation(gold) && isRelation(candidate) && gold.k === "relation" && candidate.k === "relation") {
    const relations = compareRelations(gold, candidate, context);
    if (relations.kind === "equal" || gold.signs.length !== 1 || candidate.signs.length !== 1) return relations;
    return relations;
  }
  if (isRelation(candidate) && !isRelation(gold) && !options.allowSetRelation)
    return match.different("an inequality where a set is asked");
  const a = realSet(gold, options);
  const b = realSet(candidate, options);
  if (a && b)
    return sameRealSet(a, b, options.decimals)
      ? match.equal("same set of reals")
      : match.different("different sets of reals");
  if (gold.k === "bracket" && candidate.k === "bracket" && gold.items.length === candidate.items.length) {
    if (gold.open !== candidate.open || gold.close !== candidate.close) return match.different("different brackets");
    return ordered(gold.items, candidate.items, context, "same interval");
  }
  if (gold.k === "member" && candidate.k === "member") return context.compare(gold.set, candidate.set);
  if (gold.k === "member") return context.compare(gold.set, candidate);
  if (candidate.k === "member") return context.compare(gold, candidate.set);
  if ((gold.k === "union" || gold.k === "intersection" || gold.k === "without") && gold.k === candidate.k) {
    const straight = both(gold, candidate, context);
    return straight.kind === "equal" || gold.k === "without"
      ? straight
      : both(gold, { ...candidate, a: candidate.b, b: candidate.a }, context);
  }
  if (gold.k === "relation" || candidate.k === "relation" || (gold.k === "list" && candidate.k === "list"))
    return undefined;
  return match.different("different kinds of sets");
}

type Two = { readonly a: MathNode; readonly b: MathNode };

function both(gold: Two, candidate: Two, context: CompareContext): Match {
  return ordered([gold.a, gold.b], [candidate.a, candidate.b], context, "same parts of a set");
}

/** All pairs equal, in order. */
function ordered(
  gold: readonly MathNode[],
  candidate: readonly MathNode[],
  context: CompareContext,
  reason: string,
): Match {
  if (gold.length !== candidate.length) return match.different("different lengths");
  let open: Match | undefined;
  for (let j = 0; j < gold.length; j++) {
    const one = context.compare(gold[j] as MathNode, candidate[j] as MathNode);
    if (one.kind === "different") return match.different(`part ${j + 1}: ${one.reason}`);
    if (one.kind === "undecided") open = one;
  }
  return open ?? match.equal(reason);
}

function compareWithRelation(gold: MathNode, candidate: MathNode, context: CompareContext): Match {
  if (gold.k === "relation" && candidate.k === "relation") return compareRelations(gold, candidate, context);
  const a: Assignment | undefined = assignmentOf(gold);
  const b: Assignment | undefined = assignmentOf(candidate);
  if (a?.named) return context.compare(a.value, candidate);
  if (b?.named) return context.compare(gold, b.value);
  if (b && candidate.k === "relation" && candidate.sides.length > 1 && isComputation(candidate))
    return context.compare(gold, b.value);
  return match.different("a relation against a value");
}

/** `3 · 4 = 12`: no variables anywhere, so that the last side is the answer. */
const isComputation = (node: MathNode): boolean => assignmentOf(node) !== undefined && variablesOf(node).size === 0;

function compareMatrices(gold: MathNode, candidate: MathNode, context: CompareContext): Match {
  const a = matrixOf(gold);
  const b = matrixOf(candidate);
  if (a && b) {
    if (a.length !== b.length || a[0]?.length !== b[0]?.length) return match.different("different shapes");
    return ordered(a.flat(), b.flat(), context, "same matrix");
  }
  const vector = a ?? b;
  const other = a ? candidate : gold;
  if (!context.options.strict && vector && (vector.length === 1 || vector[0]?.length === 1) && other.k === "bracket") {
    return a
      ? ordered(a.flat(), other.items, context, "same vector")
      : ordered(other.items, vector.flat(), context, "same vector");
  }
  return match.different("a matrix against another kind");
}
