import type { ScoreReply } from "../../service/reward-service.ts";
import { outcomeOf } from "./outcome-of.ts";

/**
 * The terms of one rollout as numbers under a set of keys that is the same for every rollout of the program: each term,
 * 0 where it is missing, and `TERM_present`, 1 or 0. The mean of a term over rollouts is Σ TERM / Σ TERM_present.
 */
export function termNumbers(reply: ScoreReply, index: number): { readonly [key: string]: number } {
  const place = reply.places[index] as number;
  const numbers: { [key: string]: number } = {};
  for (const { name, implicit } of reply.program.terms) {
    if (implicit) continue;
    const signal = reply.columns.terms.get(name);
    const outcome = signal === undefined ? undefined : outcomeOf(signal, reply.batch.layout, place);
    numbers[name] = outcome?.kind === "scored" ? outcome.value : 0;
    numbers[`${name}_present`] = Number(outcome?.kind === "scored");
  }
  return numbers;
}

/** The terms of all rollouts of a reply under the keys of `termNumbers`, a list each, in the order of the request. */
export function termColumns({ program, columns, batch, places }: ScoreReply): { readonly [key: string]: number[] } {
  const lists: { [key: string]: number[] } = {};
  for (const { name, implicit } of program.terms) {
    if (implicit) continue;
    const signal = columns.terms.get(name);
    const numbers = new Array<number>(places.length).fill(0);
    const present = new Array<number>(places.length).fill(0);
    for (let i = 0; signal !== undefined && i < places.length; i++) {
      const place = places[i] as number;
      const outcome = outcomeOf(signal, batch.layout, place);
      if (outcome.kind !== "scored") continue;
      numbers[i] = outcome.value;
      present[i] = 1;
    }
    lists[name] = numbers;
    lists[`${name}_present`] = present;
  }
  return lists;
}
