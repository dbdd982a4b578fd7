import { type Expression, influenceOf, namesOf } from "../expression/index.ts";
import type { Transform } from "../piece/piece.ts";
import type { Term } from "../program/index.ts";
import type { Interval } from "../signal/interval.ts";
import type { ProgramFacts } from "./program-facts.ts";

/**
 * A bound of how much the total moves when one term alone goes through its whole range, whether the
 * total reads it directly or through shapers, combinators and other terms; 0 when it does not.
 */
export function termInfluence(facts: ProgramFacts, target: string): number {
  const moves = new Map<string, number>();
  for (const term of facts.program.terms) {
    moves.set(term.name, term.name === target ? width(term.range) : moveOf(term, moves, facts));
  }
  return moveThrough(facts.expandedTotal, moves, facts);
}

function moveOf({ body, range }: Term, moves: ReadonlyMap<string, number>, facts: ProgramFacts): number {
  const whole = width(range);
  if (body.kind === "source") return 0;
  if (body.kind === "function") return (body.term.facts.reads ?? []).some((read) => moves.get(read) !== 0) ? whole : 0;
  if (body.kind === "expression") return Math.min(whole, moveThrough(body.expression, moves, facts));
  const moved = body.inputs.map((input) => moveThrough(input, moves, facts) > 0);
  return moved.includes(true) ? Math.min(whole, moveOfPiece(body.piece, body.inputs.map(facts.inputRange), moved)) : 0;
}

function moveThrough(expression: Expression, moves: ReadonlyMap<string, number>, { ranges }: ProgramFacts): number {
  let sum = 0;
  for (const name of namesOf(expression)) {
    const move = moves.get(name) ?? 0;
    if (move === 0) continue;
    const whole = width(ranges.get(name) as Interval);
    const influence = influenceOf(expression, name, ranges) ?? 0;
    sum += whole === move ? influence : influence * (move / whole);
  }
  return sum;
}

/** How far a piece's result moves with some inputs while the others rest at either end of their ranges. */
function moveOfPiece(piece: Transform, ranges: readonly Interval[], moves: readonly boolean[]): number {
  const ends = (["min", "max"] as const).map((end) =>
    ranges.map((range, i) => (moves[i] === true ? range : point(Number.isFinite(range[end]) ? range[end] : 0))),
  );
  return Math.max(...ends.map((inputs) => width(piece.range(inputs))));
}

function point(value: number): Interval {
  return { min: value, max: value };
}

function width({ min, max }: Interval): number {
  return min === max ? 0 : max - min;
}
