import type { Advantage, Transform } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { drawByWeight } from "@guerdon/core/sampler";
import { flatLayout, fullSignal, type Json, type Layout, type Signal } from "@guerdon/core/signal";
import type { Metrics, Run } from "../experiment/run.ts";
import type { ChoiceAt } from "../world/index.ts";
import { type ChoiceTable, type ChoiceTableOptions, createChoiceTable } from "./choice-table.ts";
import { type GradientMix, initialWeights, mixGradients, worstCosine } from "./gradient-mix.ts";
import { SuccessMemory } from "./success-memory.ts";

/** Learning of a table of choices from several rewards, each with a gradient of its own. */
export interface ChoiceTraining extends ChoiceTableOptions {
  /** Names of the rewards. */
  readonly names: readonly string[];
  /** Rewards of a response, in the order of the names; NaN where one does not apply. */
  measure(at: ChoiceAt): readonly number[];
  /** Further quantities of a prompt, from the chances of its choices: exact, and not learnt from. */
  exact?(prompt: number, chances: readonly (readonly number[])[]): { readonly [name: string]: number };
  /** Advantages of each reward. */
  readonly advantage: Advantage;
  readonly mix: GradientMix;
  readonly learningRate: number;
  readonly updates: number;
  /** Responses to each prompt; the mean where a sampler splits them. */
  readonly perPrompt: number;
  /** Prompts of an update, drawn from all; all of them when absent. */
  readonly batch?: number;
  /** Which prompts a part of the batch is drawn from, by weights that are measured anew now and then. */
  readonly preference?: PromptPreference;
  /** How many responses each prompt gets, by its success rate (and whether enough is known): a sampler such as `knapsack`. */
  readonly split?: Transform;
  /** What the sum of scores is divided by: a number, or for each group its size. Default: all responses. */
  readonly divideBy?: number | "group";
}

/** Draws prompts by what a few responses to each say of them. */
export interface PromptPreference {
  /** Updates between measurements of all prompts. */
  readonly refresh: number;
  /** Responses to each prompt in a measurement. */
  readonly rollouts: number;
  /** Share of a batch that is drawn by weight, with replacement; the rest evenly, without. */
  readonly share: number;
  /** Weights of prompts from the mean of the first reward of each. */
  weigh(rates: Float64Array): Float64Array;
}

interface State {
  readonly training: ChoiceTraining;
  readonly seed: number;
  readonly table: ChoiceTable;
  readonly memory: SuccessMemory;
  /** [P] how often each prompt was asked. */
  readonly visits: Float64Array;
  /** [P] what prompts are drawn by. */
  preferred: Float64Array;
  weights: readonly number[];
  updates: number;
}

/**
 * The score-function gradient of each reward by itself, mixed into one step: exact arithmetic on a small table.
 *
 *   g_k = Σ_r A_k(r) · ∇ log π(choices of r) / R,   θ ← θ + rate · mix(g_1 … g_K)
 *
 * Metrics: the mean of each reward where it applies, `worstCosine` (of the step with each reward's gradient), `against`
 * (1 where it is negative), `gradientNorm`, `mixed` and `mixedShare` (share of prompts and of responses in groups whose
 * first reward is not the same for all), `largest` group, `unvisited` prompts so far, `weight.NAME`, and what `exact` says, averaged over all prompts.
 *
 * @paper 051 §Mechanism, 111 §Mechanism, 019 §Mechanism 7
 */
export function startChoiceRun(training: ChoiceTraining, seed: number): Run {
  const state: State = {
    training,
    seed,
    table: createChoiceTable(training),
    memory: new SuccessMemory(),
    visits: new Float64Array(training.prompts ?? 16),
    preferred: new Float64Array(training.prompts ?? 16).fill(1),
    weights: initialWeights(training.mix, training.names.length),
    updates: 0,
  };
  return {
    end: training.updates,
    get updates() {
      return state.updates;
    },
    update: async () => update(state),
    save: () => ({
      json: { updates: state.updates, weights: [...state.weights], memory: state.memory.save() },
      arrays: {
        parameters: state.table.parameters.slice(),
        visits: state.visits.slice(),
        preferred: state.preferred.slice(),
      },
    }),
    restore: ({ json, arrays }) => {
      const { updates, weights, memory } = json as unknown as {
        updates: number;
        weights: number[];
        memory: Json;
      };
      Object.assign(state, { updates, weights });
      state.memory.restore(memory);
      state.table.parameters.set(arrays.parameters as Float64Array);
      state.visits.set(arrays.visits as Float64Array);
      state.preferred = (arrays.preferred as Float64Array).slice();
    },
    close: () => {},
  };
}

function update(state: State): Metrics {
  const { training, table } = state;
  measurePrompts(state);
  const { prompts, counts } = promptsOf(state);
  for (const prompt of prompts) state.visits[prompt] = (state.visits[prompt] as number) + 1;
  const layout = flatLayout(counts);
  const responses = respond(state, prompts, layout);
  const signals = training.names.map((_, k) => columnOf(responses.map(({ rewards }) => rewards[k] as number)));
  const gradientOf = (reward: Signal): Float64Array => {
    const { values } = training.advantage.advantages({ total: reward, over: [] }, layout);
    const gradient = new Float64Array(table.parameters.length);
    const { divideBy = responses.length } = training;
    responses.forEach(({ prompt, choices }, r) => {
      const scale = divideBy === "group" ? (counts[layout.groupOf[r] as number] as number) : divideBy;
      const weight = (values[r] as number) / scale;
      if (weight === 0) return;
      for (const [head, choice] of choices.entries()) table.addScore(gradient, prompt, head, choice, weight);
    });
    return gradient;
  };
  const gradients = signals.map(gradientOf);
  const ofSum = (): Float64Array => gradientOf(weightedSum(signals, state.weights));
  const { direction, weights } = mixGradients(training.mix, gradients, state.weights, state.updates, ofSum);
  for (let i = 0; i < direction.length; i++) {
    table.parameters[i] = (table.parameters[i] as number) + training.learningRate * (direction[i] as number);
  }
  state.weights = weights;
  state.updates++;
  state.memory.add(prompts, counts, signals[0] as Signal);
  const cosine = worstCosine(direction, gradients);
  return {
    ...Object.fromEntries(training.names.map((name, k) => [name, meanOfPresent(signals[k] as Signal)])),
    ...Object.fromEntries(training.names.map((name, k) => [`weight.${name}`, weights[k] as number])),
    worstCosine: cosine,
    against: cosine < 0 ? 1 : 0,
    gradientNorm: Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0)),
    ...mixedGroups(signals[0] as Signal, counts),
    unvisited: state.visits.reduce((sum, visits) => sum + (visits === 0 ? 1 : 0), 0),
    ...exactMeans(state),
  };
}

/** Asks every prompt a few times, when that is due, and weighs them. */
function measurePrompts(state: State): void {
  const { training, updates } = state;
  const { preference, prompts: all = 16 } = training;
  if (preference === undefined || updates % preference.refresh !== 0) return;
  const layout = flatLayout(new Array<number>(all).fill(preference.rollouts));
  const every = Array.from({ length: all }, (_, p) => p);
  const rates = new Float64Array(all);
  for (const { prompt, rewards } of respond(state, every, layout, "measured")) {
    rates[prompt] = (rates[prompt] as number) + (rewards[0] as number) / preference.rollouts;
  }
  state.preferred = preference.weigh(rates);
}

/** Which prompts are asked now, and how often each. */
function promptsOf(state: State): { readonly prompts: readonly number[]; readonly counts: readonly number[] } {
  const { training, memory } = state;
  const { prompts: all = 16, batch, perPrompt, split } = training;
  const drawn = batch === undefined ? Array.from({ length: all }, (_, p) => p) : drawPrompts(state, batch);
  if (split === undefined) return { prompts: drawn, counts: drawn.map(() => perPrompt) };
  const known = memory.rates(drawn);
  const counts = split.apply([known.rate, known.valid], flatLayout(drawn.map(() => 1))).values;
  return { prompts: drawn, counts: Array.from(counts) };
}

function drawPrompts({ training, seed, updates, preferred }: State, batch: number): readonly number[] {
  const key = streamKey(seed, "choice prompts") + updates;
  const wanted = Math.floor((training.preference?.share ?? 0) * batch);
  const evenly = drawByWeight(new Float64Array(preferred.length).fill(1), batch - wanted, {
    seed: key,
    replacement: false,
  });
  return [...drawByWeight(preferred, wanted, { seed: streamKey(key, "preferred") }), ...evenly];
}

interface Response {
  readonly prompt: number;
  readonly choices: readonly number[];
  readonly rewards: readonly number[];
}

function respond(
  { training, seed, table, updates }: State,
  prompts: readonly number[],
  layout: Layout,
  what = "update",
): Response[] {
  const { heads, measure } = training;
  const key = streamKey(seed, `choice ${what} ${updates}`);
  return Array.from(layout.groupOf, (group, r): Response => {
    const prompt = prompts[group] as number;
    const choices = heads.map((_, head) => drawFrom(table.chances(prompt, head), uniformAt(key, r * 64 + head)));
    const fixed = streamKey(seed, `choice ${prompt}`);
    const rewards = measure({
      prompt,
      choices,
      ofPrompt: (i) => uniformAt(fixed, i),
      ofResponse: (i) => uniformAt(key, r * 64 + heads.length + i),
    });
    return { prompt, choices, rewards };
  });
}

function drawFrom(chances: Float64Array, uniform: number): number {
  let rest = uniform;
  for (let k = 0; k < chances.length; k++) {
    rest -= chances[k] as number;
    if (rest < 0) return k;
  }
  return chances.length - 1;
}

/** NaN is missing. */
function columnOf(values: readonly number[]): Signal {
  const present = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  const column = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : value));
  return { level: "rollout", values: column, present };
}

/** What does not apply adds nothing. */
function weightedSum(signals: readonly Signal[], weights: readonly number[]): Signal {
  const size = signals[0]?.values.length ?? 0;
  return fullSignal(
    "rollout",
    Float64Array.from({ length: size }, (_, r) =>
      signals.reduce((sum, { values }, k) => sum + (weights[k] as number) * (values[r] as number), 0),
    ),
  );
}

function meanOfPresent({ values, present }: Signal): number {
  const count = present.reduce((sum, here) => sum + here, 0);
  return count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count;
}

function mixedGroups({ values }: Signal, counts: readonly number[]): Metrics {
  let [at, groups, responses] = [0, 0, 0];
  for (const count of counts) {
    const own = values.subarray(at, at + count);
    if (own.some((value) => value !== own[0])) {
      groups++;
      responses += count;
    }
    at += count;
  }
  return { mixed: groups / counts.length, mixedShare: responses / at, largest: Math.max(...counts) };
}

function exactMeans({ training, table }: State): Metrics {
  const { prompts = 16, heads, exact } = training;
  if (exact === undefined) return {};
  const sums: { [name: string]: number } = {};
  for (let prompt = 0; prompt < prompts; prompt++) {
    const chances = heads.map((_, head) => [...table.chances(prompt, head)]);
    for (const [name, value] of Object.entries(exact(prompt, chances)))
      sums[name] = (sums[name] ?? 0) + value / prompts;
  }
  return sums;
}
