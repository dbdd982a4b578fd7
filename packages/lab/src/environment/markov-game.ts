import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/normal-at.ts";
import type { Dynamics } from "./vectorise.ts";

export interface MarkovGameOptions {
  /** S */
  readonly states?: number;
  /** A: actions of each agent. */
  readonly actions?: number;
  /** How much of each agent's payoff is what all share: as many as there are agents. */
  readonly common?: readonly number[];
  /** Weight of the rest, which is an agent's own. */
  readonly own?: number;
  /** Of the Dirichlet distribution of transitions: below 1 they lead to few states. */
  readonly concentration?: number;
  /** Decides transitions and payoffs. */
  readonly game?: number;
  /** Steps of an episode. */
  readonly maxSteps?: number;
}

/** A game over states that is known exactly, and its dynamics. */
export interface MarkovGame {
  readonly dynamics: Dynamics;
  readonly states: number;
  readonly agents: number;
  readonly actions: number;
  /** A^K: joint actions, that of agent 0 in the highest place. */
  readonly joint: number;
  /** [S · A^K, S] probability of each next state. */
  readonly transitions: Float64Array;
  /** [K] of [S · A^K] what each agent is paid. */
  readonly payoffs: readonly Float64Array[];
}

/**
 * A random general-sum game of several agents over a few states.
 *
 *   r_k(s, a) = common_k·z(s, a) + own·z_k(s, a),   z standard normal;   next state ~ Dirichlet(concentration) row of (s, a)
 *
 * The observation is the state; all agents act at once; nothing ends but by time. The reward is the mean payoff; signals:
 * `payoff-k` for each agent and `welfare`, their sum. Episodes begin in an evenly drawn state.
 *
 * @throws RewardError GUERDON_OPTION for a size below 1 or a concentration not above 0
 * @paper 077 §Experiment: 6 states, 4 actions, Dirichlet 0.4, common parts 0.5 and −0.2, own 0.9, 10 steps
 *
 * ```ts doctest
 * import { markovGame } from "@guerdon/lab/environment";
 * markovGame({ states: 3, actions: 2 }).payoffs.map(({ length }) => length) // => [12, 12]
 * ```
 */
export function markovGame(options: MarkovGameOptions = {}): MarkovGame {
  const { states = 6, actions = 4, common = [0.5, -0.2], own = 0.9, concentration = 0.4 } = options;
  const { game = 0, maxSteps = 10 } = options;
  const agents = common.length;
  checkSizes({ states, actions, agents, concentration });
  const joint = actions ** agents;
  const transitions = drawTransitions(
    streamKey(game, "markov-game transitions"),
    states * joint,
    states,
    concentration,
  );
  const key = streamKey(game, "markov-game payoffs");
  const payoffs = common.map((weight, k) =>
    Float64Array.from(
      { length: states * joint },
      (_, at) => weight * normalAt(key, at) + own * normalAt(key, (k + 1) * states * joint + at),
    ),
  );
  const known = { states, agents, actions, joint, transitions, payoffs };
  return { ...known, dynamics: dynamicsOf(known, maxSteps) };
}

function dynamicsOf(
  { states, agents, actions, joint, transitions, payoffs }: Omit<MarkovGame, "dynamics">,
  maxSteps: number,
): Dynamics {
  return {
    id: "markov-game@1",
    observation: { kind: "discrete", size: states },
    action: { kind: "multi-discrete", sizes: new Array(agents).fill(actions) },
    // The state, and the state and joint action before.
    stateSize: 2,
    maxSteps,
    signals: [...payoffs.map((_, k) => `payoff-${k}`), "welfare"],
    start(state, at, draw) {
      state[at] = draw.whole(states);
      state[at + 1] = 0;
    },
    step(state, at, taken, action, draw, out) {
      let chosen = 0;
      for (let k = 0; k < agents; k++) chosen = chosen * actions + (taken[action + k] as number);
      const row = (state[at] as number) * joint + chosen;
      for (const column of payoffs) out.reward += (column[row] as number) / agents;
      let left = draw.uniform();
      let next = 0;
      while (next < states - 1) {
        left -= transitions[row * states + next] as number;
        if (left < 0) break;
        next++;
      }
      state[at] = next;
      state[at + 1] = row;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + states);
      out[to + (state[at] as number)] = 1;
    },
    measure(state, at, out) {
      out[agents] = 0;
      for (let k = 0; k < agents; k++) {
        out[k] = (payoffs[k] as Float64Array)[state[at + 1] as number] as number;
        out[agents] = (out[agents] as number) + (out[k] as number);
      }
    },
  };
}

/** Rows of a Dirichlet distribution: gamma numbers over their sum. */
function drawTransitions(key: number, rows: number, width: number, concentration: number): Float64Array {
  const out = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      out[row * width + k] = gammaAt(streamKey(key, `${row}/${k}`), concentration);
      sum += out[row * width + k] as number;
    }
    for (let k = 0; k < width; k++) out[row * width + k] = (out[row * width + k] as number) / sum;
  }
  return out;
}

/**
 * A gamma number of a shape, from a stream of its own.
 *
 * @paper Marsaglia & Tsang 2000, "A simple method for generating gamma variables" (and its boost for shapes below 1)
 */
function gammaAt(key: number, shape: number): number {
  const boost = shape < 1 ? uniformAt(key, 0) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let tries = 1; ; tries++) {
    const z = normalAt(key, 2 * tries);
    const v = (1 + c * z) ** 3;
    const u = uniformAt(streamKey(key, "accept"), tries);
    if (v > 0 && Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) return Math.max(boost * d * v, 1e-300);
  }
}

function checkSizes(given: { readonly [name in "states" | "actions" | "agents" | "concentration"]: number }): void {
  const { concentration, ...sizes } = given;
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isSafeInteger(size) && size >= 1) continue;
    throw new RewardError("GUERDON_OPTION", `Expected \`${name}\` to be a whole number of at least 1, got ${size}.`);
  }
  if (concentration > 0) return;
  throw new RewardError("GUERDON_OPTION", `Expected \`concentration\` to be above 0, got ${concentration}.`);
}
