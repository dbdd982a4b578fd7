import { listwiseDpo } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import { drawByWeight } from "@guerdon/core/sampler";
import type { Metrics, Run } from "../experiment/run.ts";
import type { PreferenceList } from "./preference-list.ts";

/** A list with how much each loser counts. */
export interface WeightedList extends PreferenceList {
  /** [L] Default 1. */
  readonly weights?: readonly number[];
}

/** Learning to rank the items of queries from lists of a winner and losers. */
export interface ListPreference {
  /** I: items of each query. */
  readonly items: number;
  /** [Q·I] logits at the start, which are the reference. */
  readonly initial: Float64Array;
  /** Items of a query that an update looks at, drawn without replacement from the policy. */
  readonly candidates: number;
  /**
   * The list that is learnt from.
   *
   * @param items - [candidates] items of the query, the likeliest first
   * @returns undefined where there is nothing to learn
   */
  list(query: number, items: readonly number[], update: number): WeightedList | undefined;
  readonly objective: NonNullable<Parameters<typeof listwiseDpo>[1]>;
  readonly learningRate: number;
  readonly updates: number;
  /** What each item of a ranking is worth: measured over the first `cut` items, from the likeliest on. */
  readonly measures: { readonly [name: string]: Float64Array };
  readonly cut: number;
}

/**
 * List-wise DPO on a softmax over the items of each query.
 *
 * Each update draws candidates for each query, makes a list of them and takes one step on all lists together; the rate is
 * for the mean of a query. Metrics: `lists` (share of queries with one), `loss`, and for each measure `NAME.sum` and `NAME.mean`
 * over the first `cut` items and `NAME.rank` (mean of 1/rank of the query's best item by it).
 *
 * @paper 147 §Experiment (b)
 */
export function startListPreferenceRun(settings: ListPreference, seed: number): Run {
  const logits = settings.initial.slice();
  let updates = 0;
  return {
    end: settings.updates,
    get updates() {
      return updates;
    },
    update: async () => {
      const learnt = learn(settings, logits, streamKey(seed, `lists ${updates}`), updates);
      updates++;
      return { ...learnt, ...measureRankings(settings, logits) };
    },
    save: () => ({ json: { updates }, arrays: { logits: logits.slice() } }),
    restore: ({ json, arrays }) => {
      ({ updates } = json as { updates: number });
      logits.set(arrays.logits as Float64Array);
    },
    close: () => {},
  };
}

function learn(settings: ListPreference, logits: Float64Array, key: number, update: number): Metrics {
  const { items, initial, candidates, list, objective, learningRate } = settings;
  const queries = logits.length / items;
  const [chances, first] = [logProbsOf(logits, items).map(Math.exp), logProbsOf(initial, items)];
  const members: number[] = [];
  const weights: number[] = [];
  const offsets = [0];
  for (let q = 0; q < queries; q++) {
    const own = chances.subarray(q * items, (q + 1) * items);
    const drawn = drawByWeight(own, candidates, { seed: streamKey(key, `${q}`), replacement: false });
    const likeliest = [...drawn].sort((a, b) => (own[b] as number) - (own[a] as number));
    const made = list(q, likeliest, update);
    if (made === undefined || made.losers.length === 0) continue;
    members.push(...[made.winner, ...made.losers].map((item) => q * items + item));
    weights.push(1, ...(made.weights ?? made.losers.map(() => 1)));
    offsets.push(members.length);
  }
  if (members.length === 0) return { lists: 0, loss: 0 };
  const { loss, gradient } = listwiseDpo(
    {
      logProbs: Float64Array.from(members, (at) => Math.log(chances[at] as number)),
      refLogProbs: Float64Array.from(members, (at) => first[at] as number),
      offsets: Int32Array.from(offsets),
      winners: Int32Array.from(offsets.slice(0, -1)),
      pairWeights: Float64Array.from(weights),
    },
    objective,
  );
  const pace = learningRate * (offsets.length - 1);
  for (const [m, at] of members.entries()) {
    const push = pace * (gradient[m] as number);
    const from = at - (at % items);
    for (let i = from; i < from + items; i++) {
      logits[i] = (logits[i] as number) - push * ((i === at ? 1 : 0) - (chances[i] as number));
    }
  }
  return { lists: (offsets.length - 1) / queries, loss };
}

/** log softmax over the items of each query. */
function logProbsOf(logits: Float64Array, items: number): Float64Array {
  const out = logits.slice();
  for (let from = 0; from < out.length; from += items) {
    const own = out.subarray(from, from + items);
    const most = own.reduce((a, b) => Math.max(a, b));
    const total = most + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    for (let i = 0; i < items; i++) own[i] = (own[i] as number) - total;
  }
  return out;
}

function measureRankings({ items, measures, cut }: ListPreference, logits: Float64Array): Metrics {
  const queries = logits.length / items;
  const found: { [name: string]: number } = {};
  for (const [name, worth] of Object.entries(measures)) {
    let [sum, rank] = [0, 0];
    for (let from = 0; from < logits.length; from += items) {
      const order = Array.from({ length: items }, (_, i) => from + i).sort(
        (a, b) => (logits[b] as number) - (logits[a] as number),
      );
      sum += order.slice(0, cut).reduce((total, at) => total + (worth[at] as number), 0) / queries;
      const best = order.reduce((a, b) => ((worth[b] as number) > (worth[a] as number) ? b : a));
      rank += 1 / (order.indexOf(best) + 1) / queries;
    }
    Object.assign(found, { [`${name}.sum`]: sum, [`${name}.mean`]: sum / cut, [`${name}.rank`]: rank });
  }
  return found;
}
