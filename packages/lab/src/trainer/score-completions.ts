import { type Conclusion, concludeBatch, type ProgramState, type Runtime, runTerms } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import type { Layout, Signal } from "@guerdon/core/signal";
import { layoutOf } from "../world/rollout-columns.ts";
import { rolloutsOf } from "../world/rollouts-of.ts";
import type { Completions, Prompts, TokenWorld } from "../world/token-world.ts";

/** What a program makes of completions, with what the world knows of them. */
export interface CompletionScores extends Conclusion {
  readonly layout: Layout;
  /** Signals of the world. */
  readonly world: { readonly [name: string]: Signal };
  readonly terms: ReadonlyMap<string, { readonly signal: Signal }>;
}

export interface ScoreMoment {
  readonly step: number;
  readonly state?: ProgramState | undefined;
  readonly runtime: Runtime;
}

/**
 * Scores completions: terms that have the name of a signal of the world are given it, all others are run.
 *
 * Rollouts are written only where a source or a function has to read them.
 */
export async function scoreCompletions(
  world: TokenWorld,
  program: Program,
  prompts: Prompts,
  completions: Completions,
  { step, state, runtime }: ScoreMoment,
): Promise<CompletionScores> {
  const layout = layoutOf(prompts, completions);
  const known = world.signals(prompts, completions, layout);
  const signals = new Map(program.terms.flatMap(({ name }) => (name in known ? [[name, known[name] as Signal]] : [])));
  const open = program.terms.filter(({ name }) => !signals.has(name));
  if (open.length > 0) {
    const reads = open.some(({ body }) => body.kind === "source" || body.kind === "function");
    const rollouts = reads ? rolloutsOf(world, prompts, completions) : [];
    const results = await runTerms(
      program.terms,
      { rollouts, layout, step },
      state === undefined ? runtime : { ...runtime, state },
      signals,
    );
    for (const [name, { signal }] of results) signals.set(name, signal);
  }
  const conclusion = concludeBatch(program, signals, { layout, step }, { state });
  const terms = new Map([...signals].map(([name, signal]) => [name, { signal }]));
  return { ...conclusion, layout, world: known, terms };
}
