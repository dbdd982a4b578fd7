import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/normal-at.ts";

export interface SearchLogOptions {
  /** Q. Default 40. */
  readonly queries?: number;
  /** I: items of each query. Default 60. */
  readonly items?: number;
  /** Share of items that are relevant at all. Default 0.25. */
  readonly relevant?: number;
  /** Deviation of the logarithm of attractiveness. Default 0.8. */
  readonly spread?: number;
  /** Exposures of the item that is shown most; the one at place n has 1/n^1.5 of them, so that some are never shown. Default 400. */
  readonly exposures?: number;
}

/** What is true of each item under each query, and what a log says of it; all [Q·I], the items of a query together. */
export interface SearchLog {
  readonly queries: number;
  readonly items: number;
  /** In [0, 1]; 0 for most. */
  readonly relevance: Float64Array;
  /** Chance that it is clicked when it is shown. */
  readonly clickChance: Float64Array;
  /** Chance that a click becomes an order. */
  readonly orderChance: Float64Array;
  /** Orders that showing it once brings: click chance · order chance. */
  readonly utility: Float64Array;
  readonly shown: Float64Array;
  readonly clicks: Float64Array;
  readonly orders: Float64Array;
  /** Relevance as an offline model sees it, with noise of deviation 0.1. */
  readonly judged: Float64Array;
}

/**
 * A search engine's log in which some items are click-bait: attractive, whether or not they are what was asked for.
 *
 *   relevance in [0.5, 1] for a quarter of the items, else 0;   attractiveness log-normal, independent of it
 *   click ½ · attractiveness · (0.35 + 0.65 · relevance), at most 1;   order 0.4 · relevance of each click
 *
 * Exposures follow a Zipf law in an order that has nothing to do with either; clicks and orders are drawn.
 *
 * @paper 147 §Experiment (b)
 *
 * ```ts doctest
 * import { searchLog } from "@guerdon/lab/world";
 * const { shown, clicks } = searchLog({ queries: 1, items: 3 }, 1);
 * [Math.max(...shown), clicks.every((count, i) => count <= (shown[i] ?? 0))] // => [400, true]
 * ```
 */
export function searchLog(options: SearchLogOptions, seed: number): SearchLog {
  const { queries = 40, items = 60, relevant = 0.25, spread = 0.8, exposures = 400 } = options;
  const count = queries * items;
  const key = streamKey(seed, "search log");
  const truth = (name: string, value: (i: number) => number): Float64Array => {
    const own = streamKey(key, name);
    return Float64Array.from({ length: count }, (_, i) => value(uniformAt(own, i)));
  };
  const relevance = truth("relevance", (u) => (u < relevant ? 0.5 + (0.5 * u) / relevant : 0));
  const noise = streamKey(key, "noise");
  const clickChance = relevance.map((value, i) =>
    Math.min(1, 0.5 * Math.exp(spread * normalAt(streamKey(key, "attractiveness"), i)) * (0.35 + 0.65 * value)),
  );
  const orderChance = relevance.map((value) => 0.4 * value);
  const shown = shownBy(key, queries, items, exposures);
  const drawn = (name: string, trials: Float64Array, chances: Float64Array): Float64Array =>
    trials.map((tries, i) => {
      const own = streamKey(key, `${name}/${i}`);
      let hits = 0;
      for (let t = 0; t < tries; t++) if (uniformAt(own, t) < (chances[i] as number)) hits++;
      return hits;
    });
  const clicks = drawn("clicks", shown, clickChance);
  return {
    queries,
    items,
    relevance,
    clickChance,
    orderChance,
    utility: clickChance.map((chance, i) => chance * (orderChance[i] as number)),
    shown,
    clicks,
    orders: drawn("orders", clicks, orderChance),
    judged: relevance.map((value, i) => Math.min(1, Math.max(0, value + 0.1 * normalAt(noise, i)))),
  };
}

/** Exposures by a place that is drawn for each item of a query. */
function shownBy(key: number, queries: number, items: number, exposures: number): Float64Array {
  const shown = new Float64Array(queries * items);
  for (let q = 0; q < queries; q++) {
    const own = streamKey(key, `places ${q}`);
    const order = Array.from({ length: items }, (_, i) => i).sort((a, b) => uniformAt(own, a) - uniformAt(own, b));
    for (const [place, i] of order.entries()) shown[q * items + i] = Math.floor(exposures / (place + 1) ** 1.5);
  }
  return shown;
}
