import type { Metrics, Run, RunState } from "../experiment/run.ts";
import type { DenoisingStep } from "../policy/index.ts";
import { type HostTree, mapHost } from "../tensor/index.ts";
import { createFlowEvaluator, type FlowEvaluator } from "./flow-evaluator.ts";
import { type FlowMatching, type FlowMatchingRun, startFlowMatching } from "./flow-matching-run.ts";
import { type PolicyGradientRun, startPolicyGradient } from "./policy-gradient.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";

/** How a generator is judged while it learns. */
export interface GenerationEvaluation {
  /** Updates between two evaluations; the last update is always one. */
  readonly every: number;
  readonly schedule: readonly DenoisingStep[];
  readonly count: number;
  readonly method?: "euler" | "heun";
}

/** Learning to generate, and then learning from rewards. */
export interface Generation {
  readonly matching: FlowMatching;
  /** Settings of the policy gradient over denoising steps; `parameters` are those that were matched. */
  readonly tuning?: PolicyGradientSettings;
  readonly evaluation: GenerationEvaluation;
}

/** A run of both, with what it has learnt so far at hand. */
export interface GenerationRun extends Run {
  parameters(): HostTree;
}

/**
 * A generator from nothing: first matched to the data of a world, then tuned by rewards of its samples.
 *
 * Metrics are those of the part that learns, and where it is due `evaluation.reward`, `evaluation.distance`, …: means of
 * the world's measures over samples from the same noise each time.
 */
export async function startGeneration(settings: Generation, seed: number): Promise<GenerationRun> {
  const { matching, tuning, evaluation } = settings;
  const { world, policy, shape } = matching;
  const state: State = {
    settings,
    seed,
    matched: await startFlowMatching(matching, seed),
    tuned: undefined,
    base: undefined,
    pending: undefined,
    evaluator: createFlowEvaluator({ world, policy, shape, ...evaluation }),
  };
  const updates = (): number =>
    state.matched.updates +
    ((state.pending?.json as { updates: number } | undefined)?.updates ?? state.tuned?.updates ?? 0);
  const end = matching.updates + (tuning?.updates ?? 0);
  return {
    end,
    get updates() {
      return updates();
    },
    update: async () => {
      const learnt = await (state.matched.updates < matching.updates ? state.matched : await tuningOf(state)).update();
      const done = updates();
      return { ...learnt, ...(done % evaluation.every === 0 || done === end ? evaluationOf(state) : {}) };
    },
    parameters: () => (state.tuned ?? state.matched).parameters(),
    save: () => saveState(state),
    restore: (saved) => restoreState(state, saved),
    close: () => {
      state.matched.close();
      state.tuned?.close();
    },
  };
}

interface State {
  readonly settings: Generation;
  readonly seed: number;
  readonly matched: FlowMatchingRun;
  tuned: PolicyGradientRun | undefined;
  /** What tuning started from. */
  base: HostTree | undefined;
  /** State of tuning that is restored as soon as it runs. */
  pending: RunState | undefined;
  readonly evaluator: FlowEvaluator;
}

async function tuningOf(state: State): Promise<PolicyGradientRun> {
  if (state.tuned !== undefined) return state.tuned;
  state.base ??= state.matched.parameters();
  const settings = { ...(state.settings.tuning as PolicyGradientSettings), parameters: state.base };
  state.tuned = await startPolicyGradient(settings, state.seed);
  if (state.pending !== undefined) state.tuned.restore(state.pending);
  state.pending = undefined;
  return state.tuned;
}

function evaluationOf({ evaluator, tuned, matched, seed }: State): Metrics {
  const measured = evaluator.evaluate((tuned ?? matched).parameters(), seed);
  return Object.fromEntries(Object.entries(measured).map(([name, value]) => [`evaluation.${name}`, value]));
}

function saveState({ matched, tuned, pending, base }: State): RunState {
  const [one, other] = [matched.save(), pending ?? tuned?.save()];
  if (other === undefined || base === undefined) return { json: { matched: one.json }, arrays: named("matched", one) };
  const copy = mapHost(base, ({ data, shape }) => ({ data: data.slice(), shape }));
  return {
    json: { matched: one.json, tuned: other.json },
    arrays: { ...named("matched", one), ...named("tuned", other), ...saveArrays("base", copy) },
  };
}

function restoreState(state: State, { json, arrays }: RunState): void {
  const parts = json as { readonly matched: RunState["json"]; readonly tuned?: RunState["json"] };
  state.matched.restore({ json: parts.matched, arrays: unnamed("matched", arrays) });
  state.tuned?.close();
  Object.assign(state, { tuned: undefined, pending: undefined, base: undefined });
  if (parts.tuned === undefined) return;
  state.base = restoreArrays("base", state.matched.parameters(), arrays);
  state.pending = { json: parts.tuned, arrays: unnamed("tuned", arrays) };
}

function named(part: string, { arrays }: RunState): RunState["arrays"] {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${part}/${name}`, array]));
}

function unnamed(part: string, arrays: RunState["arrays"]): RunState["arrays"] {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${part}/`));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(part.length + 1), array]));
}
