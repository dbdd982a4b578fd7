import { type Expression, influenceOf, namesOf } from "../expression/index.ts";
import type { Transform } from "../piece/piece.ts";
import type { Interval } from "../signal/interval.ts";
import type { ProgramFacts } from "./program-facts.ts";

/**
 * A bound of how much the total moves when one term alone goes through its whole range, whether the
 * total reads it directly or through shapers, combinators and other terms; 0 when it does not.
 */
export function termInfluence(facts: ProgramFacts, target: string): number {
  const known = new Map<string, number>();
  const moveOf = (name: string): number => {
    const move = known.get(name) ?? freshMove(name);
    known.set(name, move);
    return move;
  };
  const freshMove = (name: string): number => {
    const term = facts.terms.get(name);
    if (term === undefined) return 0;
    const whole = width(term.range);
    if (name === target) return whole;
    const { body } = term;
    if (body.kind === "source") return 0;
    if (body.kind === "function") return (body.term.facts.reads ?? []).some((read) => moveOf(read) > 0) ? whole : 0;
    if (body.kind === "expression") return Math.min(whole, through(body.expression));
    const moves = body.inputs.map((input) => through(input) > 0);
    return moves.includes(true)
      ? Math.min(whole, moveOfPiece(body.piece, body.inputs.map(facts.inputRange), moves))
      : 0;
  };
  const through = (expression: Expression): number => {
    let sum = 0;
    for (const name of namesOf(expression)) {
      const move = moveOf(name);
      if (move === 0) continue;
      const whole = width(facts.ranges.get(name) as Interval);
      const influence = influenceOf(expression, name, facts.ranges) ?? 0;
      sum += whole === move ? influence : influence * (move / whole);
    }
    return sum;
  };
  return through(facts.expandedTotal);
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
