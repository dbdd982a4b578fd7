import { type Expression, namesOf, rangeOf } from "../expression/index.ts";
import type { Place, Program, Term } from "../program/index.ts";
import { inputPath } from "../program/input-path.ts";
import type { Interval } from "../signal/interval.ts";

/** An expression of a program and where it stands. */
export interface Reading {
  readonly expression: Expression;
  readonly place: Place;
}

/** What all rules look at. */
export interface ProgramFacts {
  readonly program: Program;
  readonly terms: ReadonlyMap<string, Term>;
  readonly ranges: ReadonlyMap<string, Interval>;
  /** Every expression: total, conditions, inputs, expression terms. */
  readonly readings: readonly Reading[];
  /** The total with expression terms written out, so that it reads pieces and functions only. */
  readonly expandedTotal: Expression;
  inputRange(expression: Expression): Interval;
}

const MAX_NODES = 2000;

export function factsOf(program: Program): ProgramFacts {
  const terms = new Map(program.terms.map((term) => [term.name, term]));
  const ranges = new Map(program.terms.map(({ name, range }) => [name, range]));
  return {
    program,
    terms,
    ranges,
    inputRange: (expression) => rangeOf(expression, ranges).range,
    readings: [{ expression: program.total, place: { path: ["total"] } }, ...program.terms.flatMap(readingsOf)],
    expandedTotal: expanded(program.total, terms),
  };
}

function readingsOf({ name, body, when, implicit }: Term): Reading[] {
  if (implicit) return [];
  const path = ["terms", name];
  const readings: Reading[] = when === undefined ? [] : [{ expression: when, place: { path: [...path, "when"] } }];
  if (body.kind === "expression") readings.push({ expression: body.expression, place: { path } });
  if (body.kind === "transform") {
    body.inputs.forEach((expression, i) => {
      readings.push({ expression, place: { path: [...path, ...inputPath(body.piece, i, body.inputs.length)] } });
    });
  }
  return readings;
}

/** Writes out the terms that are plain expressions; one that is skipped for some rollouts stays a name. */
function expanded(expression: Expression, terms: ReadonlyMap<string, Term>): Expression {
  let budget = MAX_NODES;
  const expand = (node: Expression): Expression => {
    budget--;
    if (budget < 0 || node.kind === "number") return node;
    if (node.kind === "call") return { ...node, args: node.args.map(expand) };
    const term = terms.get(node.name);
    return term?.body.kind === "expression" && term.when === undefined && !term.rangeDeclared
      ? expand(term.body.expression)
      : node;
  };
  const result = expand(expression);
  return budget < 0 ? expression : result;
}

/** Names of the terms that the total, another term or the advantage reads, directly or through others. */
export function reached({ program, terms }: ProgramFacts): ReadonlySet<string> {
  const { advantage, credit } = program;
  const inputs = advantage.links.flatMap((link) => link.inputs.flatMap(namesOf));
  const seen = new Set([...namesOf(program.total), ...advantage.over, ...inputs, ...(credit?.reads ?? [])]);
  for (const name of seen) for (const next of terms.get(name)?.reads ?? []) seen.add(next);
  return seen;
}
