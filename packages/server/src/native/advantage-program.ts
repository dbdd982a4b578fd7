import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { credits } from "@guerdon/core/credit";
import { canonicalJson } from "@guerdon/core/hash";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec, term } from "@guerdon/core/program";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import { shapers } from "@guerdon/core/shaper";
import type { Json } from "@guerdon/core/signal";

const library = makeLibrary(
  [...combinators, ...shapers, ...credits, ...schedules, ...advantages],
  [...advantagePresets, ...schedulePresets],
);

const MAX_KNOWN = 256;
const known = new Map<string, Program>();

/**
 * A program that is nothing but an advantage, over rewards and terms that are given.
 *
 * @param terms - names the advantage may read
 * @throws RewardError of whatever is wrong with the advantage
 */
export function advantageProgram(advantage: Json, terms: readonly string[]): Program {
  const key = canonicalJson([advantage, terms]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const given = term((rollouts) => rollouts.map(() => null));
  const named = Object.fromEntries([...terms, "reward"].map((name) => [name, given]));
  const spec = { reward: "advantages", terms: named, total: "reward", advantage } as ProgramSpec;
  const program = compileProgram(spec, library);
  known.set(key, program);
  if (known.size > MAX_KNOWN) known.delete(known.keys().next().value as string);
  return program;
}
