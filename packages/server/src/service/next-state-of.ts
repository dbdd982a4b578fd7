import { initState, nextState } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import type { NextState } from "../store/store.ts";
import { joinBatches } from "./join-batches.ts";

/**
 * How a program's state goes on after a step, from all batches of the step as one; undefined for a program that
 * remembers nothing.
 */
export function nextStateOf(program: Program): NextState | undefined {
  const initial = initState(program);
  const remembers = Object.keys(initial.terms).length > 0 || initial.advantages.some((state) => state !== null);
  if (!remembers) return undefined;
  return (state, batches) => {
    const { layout, step, columns } = joinBatches(batches);
    const terms = new Map([...columns.terms].map(([name, signal]) => [name, { signal }]));
    const { total, credit, advantage = total } = columns;
    const conclusion = { total, advantages: advantage, ...(credit === undefined ? {} : { credit }) };
    return nextState(program, state ?? initial, { layout, step }, { ...conclusion, terms });
  };
}
