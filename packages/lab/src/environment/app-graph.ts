import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Dynamics } from "./vectorise.ts";

export interface AppGraphOptions {
  /** P */
  readonly pages?: number;
  /** E: elements of each page. */
  readonly elements?: number;
  /** Share of the elements that do nothing. */
  readonly deadShare?: number;
  /** Most pages back on the ring that an element leads astray; anywhere when absent. Few make long ways. */
  readonly astray?: number;
  /** Fewest and most steps from the start to the goal by the shortest way. */
  readonly length?: readonly [number, number];
  readonly maxSteps?: number;
  /** Paid at the end alone, or for each step nearer as well. */
  readonly reward?: "success" | "progress";
  /** Actions there are for each of the shortest way and finishing; an episode is cut after them. Default: `maxSteps` alone. */
  readonly patience?: number;
  /** Whether the last number of the observation is 1 on the goal page. Default false: page and goal must be compared. */
  readonly tellsArrival?: boolean;
  /** Decides where the elements lead. */
  readonly app?: number;
}

/** An app as a graph that is known exactly, and its dynamics. */
export interface AppGraph {
  readonly dynamics: Dynamics;
  /** [P, E] the page an element leads to, its own where it does nothing. */
  readonly leads: Int32Array;
  /** [P, P] steps of the shortest way by elements from a page to a goal. */
  readonly steps: Int32Array;
}

/** What a step can be, in the order of the signals. */
const KINDS = ["gold", "progress", "nearer", "wrong-turn", "dead", "back", "finished", "left"] as const;

/**
 * An app of pages whose elements lead to others, do nothing, or lead astray: from a page to a goal page, then finish.
 *
 * Actions: tap one of E elements, go back to the page before, finish. One element of each page leads on to the next page
 * in a ring, so that every goal can be reached; the others are dead with the share given, or lead astray, drawn evenly.
 * The observation is the page, the goal and the last action, one-hot each. Finishing ends the episode: 1 on the goal page,
 * else 0; with `progress` each step pays the decrease of the shortest way over its length at the start.
 *
 * Signals of a step: `gold`: finished on the goal; `progress`: steps nearer, below 0 after a wrong turn; `nearer`,
 * `wrong-turn` (another page that is no nearer), `dead`, `back`, `finished`: 1 where it was so; `left`: steps of the
 * shortest way from here.
 *
 * @throws RewardError GUERDON_OPTION when no pair of pages is as far apart as `length` asks
 * @paper 039 §Experiment: 10 pages of 6 elements, 35 % dead, tasks of 2 to 12 steps
 * @paper 176 §Experiment: shortest ways of 1 to 10 steps, the last action in view
 *
 * ```ts doctest
 * import { appGraph } from "@guerdon/lab/environment";
 * appGraph().dynamics.action // => { kind: "discrete", size: 8 }
 * ```
 */
export function appGraph(options: AppGraphOptions = {}): AppGraph {
  const { pages = 10, elements = 6, deadShare = 0.35, length = [1, 10], maxSteps = 30 } = options;
  const {
    reward = "success",
    app = 0,
    astray = pages - 1,
    patience = Number.POSITIVE_INFINITY,
    tellsArrival = false,
  } = options;
  const leads = drawLeads(streamKey(app, "app-graph"), { pages, elements, deadShare, astray });
  const steps = stepsBetween(leads, pages, elements);
  const tasks = tasksOf(steps, pages, length);
  const [back, finish] = [elements, elements + 1];
  const width = 2 * pages + elements + 2 + Number(tellsArrival);
  const dynamics: Dynamics = {
    id: "app-graph@1",
    observation: { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(1) },
    action: { kind: "discrete", size: elements + 2 },
    // Page, page before (−1 for none), goal, length of the task, last action (−1 for none), kind of the last step, gain,
    // steps so far.
    stateSize: 8,
    maxSteps,
    signals: KINDS,
    start(state, at, draw) {
      const [from, goal] = tasks[draw.whole(tasks.length)] as readonly [number, number];
      state.set([from, -1, goal, steps[from * pages + goal] as number, -1, 0, 0, 0], at);
    },
    step(state, at, actions, action, _, out) {
      const chosen = actions[action] as number;
      const [page, before, goal] = [state[at] as number, state[at + 1] as number, state[at + 2] as number];
      let next = page;
      if (chosen === back) next = before < 0 ? page : before;
      else if (chosen < elements) next = leads[page * elements + chosen] as number;
      const gain = (steps[page * pages + goal] as number) - (steps[next * pages + goal] as number);
      const isRight = chosen === finish && page === goal;
      out.terminated = chosen === finish;
      out.reward = (reward === "progress" ? gain / (state[at + 3] as number) : 0) + Number(isRight);
      if (next !== page) state[at + 1] = chosen === back ? -1 : page;
      state[at] = next;
      state[at + 4] = chosen;
      state[at + 5] = next === page ? 0 : 1;
      state[at + 6] = gain;
      state[at + 7] = (state[at + 7] as number) + 1;
      out.truncated = (state[at + 7] as number) >= patience * ((state[at + 3] as number) + 1);
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + width);
      out[to + (state[at] as number)] = 1;
      out[to + pages + (state[at + 2] as number)] = 1;
      const last = state[at + 4] as number;
      if (last >= 0) out[to + 2 * pages + last] = 1;
      if (tellsArrival) out[to + width - 1] = Number(state[at] === state[at + 2]);
    },
    measure(state, at, out) {
      const [page, goal, chosen] = [state[at] as number, state[at + 2] as number, state[at + 4] as number];
      const [hasMoved, gain] = [state[at + 5] === 1, state[at + 6] as number];
      out[0] = Number(chosen === finish && page === goal);
      out[1] = gain;
      out[2] = Number(gain > 0);
      out[3] = Number(hasMoved && gain <= 0 && chosen !== back);
      out[4] = Number(!hasMoved && chosen < elements);
      out[5] = Number(chosen === back);
      out[6] = Number(chosen === finish);
      out[7] = steps[page * pages + goal] as number;
    },
  };
  return { dynamics, leads, steps };
}

/** Where elements lead: one of each page to the next, the others nowhere or anywhere else. */
function drawLeads(
  key: number,
  settings: Required<Pick<AppGraphOptions, "pages" | "elements" | "deadShare" | "astray">>,
): Int32Array {
  const { pages, elements, deadShare, astray } = settings;
  const leads = new Int32Array(pages * elements);
  for (let page = 0; page < pages; page++) {
    const ring = Math.floor(uniformAt(key, page) * elements);
    for (let e = 0; e < elements; e++) {
      const at = page * elements + e;
      const isDead = uniformAt(key, pages + 2 * at) < deadShare;
      const back = 1 + Math.floor(uniformAt(key, pages + 2 * at + 1) * Math.min(astray, pages - 1));
      leads[at] = e === ring ? (page + 1) % pages : isDead ? page : (page - back + pages) % pages;
    }
  }
  return leads;
}

/** Shortest ways between all pages, by breadth from each. */
function stepsBetween(leads: Int32Array, pages: number, elements: number): Int32Array {
  const steps = new Int32Array(pages * pages).fill(-1);
  for (let from = 0; from < pages; from++) {
    const open = [from];
    steps[from * pages + from] = 0;
    for (const page of open) {
      for (let e = 0; e < elements; e++) {
        const next = leads[page * elements + e] as number;
        if (steps[from * pages + next] !== -1) continue;
        steps[from * pages + next] = (steps[from * pages + page] as number) + 1;
        open.push(next);
      }
    }
  }
  return steps;
}

function tasksOf(
  steps: Int32Array,
  pages: number,
  [least, most]: readonly [number, number],
): readonly (readonly [from: number, goal: number])[] {
  const tasks = Array.from(steps, (count, i) => ({ count, task: [Math.floor(i / pages), i % pages] as const }))
    .filter(({ count }) => count >= Math.max(1, least) && count <= most)
    .map(({ task }) => task);
  if (tasks.length > 0) return tasks;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`length\` to fit pages of the app, of which the furthest are ${Math.max(...steps)} steps apart, got ${least} … ${most}.`,
    { hint: "Take a small `astray`, fewer elements, or shorter tasks.", details: { furthest: Math.max(...steps) } },
  );
}
