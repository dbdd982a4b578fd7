import type { Program, Term } from "@guerdon/core/program";

const known = new WeakMap<Program, boolean>();

/**
 * Tells whether rollouts of different requests may go through a program's terms as one batch: no term looks beyond
 * its rollout, has a value a group or batch, or draws numbers by the place in the batch.
 */
export function canMerge(program: Program): boolean {
  let merges = known.get(program);
  if (merges === undefined) {
    merges = program.terms.every(looksAtOneRollout);
    known.set(program, merges);
  }
  return merges;
}

function looksAtOneRollout({ scope, level, body }: Term): boolean {
  if (scope !== "rollout" || level === "group" || level === "batch") return false;
  return !("piece" in body) || !body.piece.needs.includes("randomness");
}
