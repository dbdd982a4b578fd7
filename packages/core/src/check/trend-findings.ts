import { type Expression, influenceOf, namesOf, trendOf } from "../expression/index.ts";
import type { Measure, Trend } from "../piece/piece.ts";
import type { Finding, Term } from "../program/index.ts";
import type { ProgramFacts } from "./program-facts.ts";

/** Totals that a policy can raise by writing more, or by repeating itself, and nothing else. */
export function trendFindings(facts: ProgramFacts): readonly Finding[] {
  return facts.program.terms.flatMap((term): Finding[] => {
    const measure = term.body.kind === "source" ? term.body.piece.measures : undefined;
    if (measure === undefined) return [];
    const trends = trendsWith(term.name, facts);
    const trend = trendOfExpression(facts.program.total, trends, facts);
    if (trend === "increasing") return [finding(term, measure, "grows", "longer answers win whatever they say")];
    if (trend === "decreasing" && measure === "length" && outweighsAll(trends, facts)) {
      return [finding(term, measure, "falls", "the empty answer wins whatever the other terms say")];
    }
    return [];
  });
}

function finding({ name, implicit }: Term, measure: Measure, moves: string, so: string): Finding {
  return {
    code: "GUERDON_LENGTH_MONOTONE",
    severity: "warning",
    place: implicit ? { path: ["total"] } : { path: ["terms", name], key: true },
    reason: `\`total\` ${moves} with \`${name}\` (${measure}) without a limit: ${so}.`,
    fix: "Pay it only inside a gate on correctness, give it a limit (`length-step`, `clip`), or turn its sign.",
  };
}

/** How each term moves with one of them. */
function trendsWith(target: string, facts: ProgramFacts): ReadonlyMap<string, Trend> {
  const trends = new Map<string, Trend>();
  for (const term of facts.program.terms) {
    trends.set(term.name, term.name === target ? "increasing" : trendOfTerm(term, trends, facts));
  }
  return trends;
}

function trendOfTerm({ body, when }: Term, trends: ReadonlyMap<string, Trend>, facts: ProgramFacts): Trend {
  if (when !== undefined && trendOfExpression(when, trends, facts) !== "constant") return "unknown";
  if (body.kind === "source") return "constant";
  if (body.kind === "function") {
    return (body.term.facts.reads ?? []).every((read) => trends.get(read) === "constant") ? "constant" : "unknown";
  }
  if (body.kind === "expression") return trendOfExpression(body.expression, trends, facts);
  const ranges = body.inputs.map((input) => facts.inputRange(input));
  return sum(
    body.inputs.map((input, i) => chain(body.piece.trend(i, ranges), trendOfExpression(input, trends, facts))),
  );
}

/** How an expression moves when the terms that it reads do. */
function trendOfExpression(expression: Expression, trends: ReadonlyMap<string, Trend>, facts: ProgramFacts): Trend {
  const moving = namesOf(expression).filter((name) => trends.get(name) !== "constant");
  return sum(moving.map((name) => chain(trendOf(expression, name, facts.ranges), trends.get(name) as Trend)));
}

/** Trend of outer(inner(x)). */
function chain(outer: Trend, inner: Trend): Trend {
  if (outer === "constant" || inner === "constant") return "constant";
  if (outer === "unknown" || inner === "unknown") return "unknown";
  return outer === inner ? "increasing" : "decreasing";
}

/** Trend of several ways of moving at once. */
function sum(trends: readonly Trend[]): Trend {
  const moving = new Set(trends.filter((trend) => trend !== "constant"));
  if (moving.size === 0) return "constant";
  return moving.size === 1 ? ([...moving][0] as Trend) : "unknown";
}

/** Whether the terms that move with the length can outdo all the others. */
function outweighsAll(trends: ReadonlyMap<string, Trend>, { expandedTotal, ranges }: ProgramFacts): boolean {
  let carried = 0;
  let others = 0;
  for (const read of namesOf(expandedTotal)) {
    const influence = influenceOf(expandedTotal, read, ranges) ?? 0;
    if (trends.get(read) === "constant") others += influence;
    else carried += influence;
  }
  return carried > others;
}
