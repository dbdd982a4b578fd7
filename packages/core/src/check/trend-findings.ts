import { type Expression, influenceOf, namesOf, trendOf } from "../expression/index.ts";
import type { Measure, Trend } from "../piece/piece.ts";
import type { Finding, Term } from "../program/index.ts";
import type { ProgramFacts } from "./program-facts.ts";

/** Totals that a policy can raise by writing more, or by repeating itself, and nothing else. */
export function trendFindings(facts: ProgramFacts): readonly Finding[] {
  return facts.program.terms.flatMap((term): Finding[] => {
    const measure = term.body.kind === "source" ? term.body.piece.measures : undefined;
    if (measure === undefined) return [];
    const trend = trendOfExpression(facts.program.total, term.name, facts, new Map());
    if (trend === "increasing") return [finding(term, measure, "grows", "longer answers win whatever they say")];
    if (trend === "decreasing" && measure === "length" && outweighsAll(term.name, facts)) {
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

/** How an expression moves with a term it reads directly or through other terms. */
function trendOfExpression(
  expression: Expression,
  target: string,
  facts: ProgramFacts,
  known: Map<string, Trend>,
): Trend {
  return sum(
    namesOf(expression).map((name) =>
      chain(trendOf(expression, name, facts.ranges), trendOfTerm(name, target, facts, known)),
    ),
  );
}

function trendOfTerm(name: string, target: string, facts: ProgramFacts, known: Map<string, Trend>): Trend {
  if (name === target) return "increasing";
  const before = known.get(name);
  if (before !== undefined) return before;
  const trend = freshTrend(facts.terms.get(name) as Term, target, facts, known);
  known.set(name, trend);
  return trend;
}

function freshTrend({ body, when }: Term, target: string, facts: ProgramFacts, known: Map<string, Trend>): Trend {
  if (when !== undefined && trendOfExpression(when, target, facts, known) !== "constant") return "unknown";
  if (body.kind === "source") return "constant";
  if (body.kind === "function") return (body.term.facts.reads ?? []).length === 0 ? "constant" : "unknown";
  if (body.kind === "expression") return trendOfExpression(body.expression, target, facts, known);
  const ranges = body.inputs.map((input) => facts.inputRange(input));
  return sum(
    body.inputs.map((input, i) => chain(body.piece.trend(i, ranges), trendOfExpression(input, target, facts, known))),
  );
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

/** Whether the terms that carry `name` into the total can outdo all the others. */
function outweighsAll(name: string, facts: ProgramFacts): boolean {
  let carried = 0;
  let others = 0;
  for (const read of namesOf(facts.expandedTotal)) {
    const influence = influenceOf(facts.expandedTotal, read, facts.ranges) ?? 0;
    if (trendOfTerm(read, name, facts, new Map()) === "constant") others += influence;
    else carried += influence;
  }
  return carried >= others;
}
