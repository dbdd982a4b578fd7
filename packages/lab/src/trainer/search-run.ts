import { initState, nextState, type ProgramState, type Runtime } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import { streamKey } from "@guerdon/core/random";
import type { Json, Signal } from "@guerdon/core/signal";
import type { Environment } from "../environment/environment.ts";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import type { Actor, Policy } from "../policy/policy.ts";
import type { Search, SearchState } from "../search/index.ts";
import { flatHost, unflatHost } from "../tensor/flat-tree.ts";
import type { HostTree } from "../tensor/index.ts";
import { type Collector, createCollector } from "./experience.ts";
import { meanOverEpisodes } from "./mean-over-episodes.ts";
import { type ExperienceScores, scoreExperience } from "./score-experience.ts";

/** What a search for the parameters of a policy is made of; the search makes the method. */
export interface SearchSettings {
  readonly environment: Environment;
  readonly policy: Policy;
  /** Makes the search around parameters [D]. */
  readonly search: (start: Float64Array, seed: number) => Search | Promise<Search>;
  /** A candidate's fitness is the mean total of its episodes. */
  readonly program: Program;
  /** Terms whose means over the episodes say of which kind a candidate is, for searches that ask. */
  readonly measures?: readonly string[];
  /** T: steps of each copy that a candidate plays. */
  readonly steps: number;
  readonly updates: number;
  /** Whether all candidates of an update meet the same starts and draws. Default true. */
  readonly paired?: boolean;
}

/** A search with the best parameters it knows at hand. */
export interface SearchRun extends Run {
  parameters(): HostTree;
}

/**
 * Searches the parameters of a policy without gradients: ask for candidates, play each, tell their fitness.
 *
 * The mean is over episodes that ended within the T steps; over those under way where none did. Metrics of an update:
 * `fitness` (mean of the candidates), `best` (of them), `centre` (of the parameters the search would give), `steps`.
 *
 * @throws RewardError GUERDON_PROGRAM when a measure is no term of the program
 */
export async function startSearchRun(settings: SearchSettings, seed: number): Promise<SearchRun> {
  const { environment, policy, program, measures = [] } = settings;
  const known = program.terms.map(({ name }) => name);
  for (const name of measures) if (!known.includes(name)) throw foreignMeasure(name, known);
  const like = policy.model.parameters(seed) as unknown as HostTree;
  const actor = policy.actor(environment.count);
  const state: State = {
    settings,
    seed,
    like,
    actor,
    search: await settings.search(Float64Array.from(flatHost(like).data), seed),
    collector: createCollector(environment, policy, actor, settings.steps),
    program: initState(program),
    updates: 0,
  };
  return {
    end: settings.updates,
    get updates() {
      return state.updates;
    },
    update: () => update(state),
    parameters: () => treeOf(state, state.search.centre),
    save: () => save(state),
    restore: (saved) => restore(state, saved),
    close: () => undefined,
  };
}

interface State {
  readonly settings: SearchSettings;
  readonly seed: number;
  readonly like: HostTree;
  readonly actor: Actor;
  readonly search: Search;
  readonly collector: Collector;
  program: ProgramState;
  updates: number;
}

const RUNTIME: Runtime = { clock: { now: () => 0, after: () => () => undefined } };

async function update(state: State): Promise<Metrics> {
  const { search, settings } = state;
  const { measures = [], steps, environment } = settings;
  const { ends } = state.collector.experience;
  const rows = search.ask();
  const fitness = new Float64Array(search.population);
  const kinds = new Float64Array(search.population * measures.length);
  for (let p = 0; p < search.population; p++) {
    const scores = await play(state, rows.subarray(p * search.dimension, (p + 1) * search.dimension), p);
    fitness[p] = meanOverEpisodes(ends, scores.layout, scores.total);
    for (const [m, name] of measures.entries()) {
      kinds[p * measures.length + m] = meanOverEpisodes(ends, scores.layout, scores.terms.get(name)?.signal as Signal);
    }
  }
  search.tell(fitness, kinds);
  const scores = await play(state, search.centre, 0);
  state.program = nextState(settings.program, state.program, { layout: scores.layout, step: state.updates }, scores);
  state.updates++;
  return {
    steps: state.updates * (search.population + 1) * steps * environment.count,
    fitness: fitness.reduce((sum, value) => sum + value, 0) / fitness.length,
    best: Math.max(...fitness),
    centre: meanOverEpisodes(ends, scores.layout, scores.total),
    ...("coverage" in search ? { coverage: search.coverage as number } : {}),
  };
}

/** Plays T steps from fresh starts with parameters. */
function play(state: State, row: Float64Array, candidate: number): Promise<ExperienceScores> {
  const { settings, actor, collector, updates, seed, program } = state;
  const { environment, paired = true } = settings;
  const key = streamKey(seed, paired ? `${updates}` : `${updates}/${candidate}`);
  environment.reset(key);
  actor.load(treeOf(state, row));
  actor.forget(new Uint8Array(environment.count).fill(1));
  collector.fresh.fill(1);
  collector.collect(key, 0, () => undefined);
  return scoreExperience(settings.program, collector.experience, { step: updates, state: program }, RUNTIME);
}

function treeOf({ like }: State, row: Float64Array): HostTree {
  return unflatHost({ data: Float32Array.from(row), shape: [row.length] }, like);
}

function save({ search, settings, program, updates }: State): RunState {
  const named = (prefix: string, arrays: readonly (readonly [string | number, Float64Array])[]) =>
    Object.fromEntries(arrays.map(([name, array]) => [`${prefix}.${name}`, array]));
  return {
    json: { updates, program: program as unknown as Json },
    arrays: {
      ...named("search", Object.entries(search.save())),
      ...named("environment", [...settings.environment.save().entries()]),
    },
  };
}

function restore(state: State, { json, arrays }: RunState): void {
  const { updates, program } = json as unknown as Pick<State, "updates" | "program">;
  Object.assign(state, { updates, program });
  const own = Object.entries(arrays).filter(([name]) => name.startsWith("search."));
  state.search.restore(Object.fromEntries(own.map(([name, array]) => [name.slice(7), array])) as SearchState);
  const { environment } = state.settings;
  environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
}

function foreignMeasure(name: string, known: readonly string[]): RewardError {
  return new RewardError("GUERDON_PROGRAM", `Expected \`${name}\` to be a term of the program: ${known.join(", ")}.`, {
    hint: "A measure is a term by its name.",
    details: { name, known },
  });
}
