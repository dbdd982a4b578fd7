import { RewardError } from "@guerdon/core/error";
import type { Dynamics, StepOutcome } from "./vectorise.ts";

export interface CongestionGameOptions {
  readonly agents?: number;
  readonly routes?: number;
  /** Agents for whom a route is best. */
  readonly capacity?: number;
  readonly rounds?: number;
}

/**
 * Agents choose among routes that get worse for all who take them: whose reward tells an agent what it did?
 *
 *   G = Σ over routes x·exp(1 − x/c), x agents on a route;   Dᵢ = G − G without agent i
 *
 * G of a route is greatest at x = c, where it is c. The observation is the share of the agents on each route in the last
 * round (0 at the start). The reward is G; signals: `difference-k`: the difference reward of each agent, and `worst`: the
 * share of agents on the fullest route. The form of G is that of the bar problem.
 *
 * @paper 087 §Experiment (v): two agents, difference rewards
 * @throws RewardError GUERDON_OPTION when there are fewer than two agents or routes
 *
 * ```ts doctest
 * import { congestionGame } from "@guerdon/lab/environment";
 * congestionGame().signals // => ["difference-0", "difference-1", "worst"]
 * ```
 */
export function congestionGame({
  agents = 2,
  routes = 2,
  capacity = 1,
  rounds = 1,
}: CongestionGameOptions = {}): Dynamics {
  if (!(agents >= 2 && routes >= 2)) {
    throw new RewardError("GUERDON_OPTION", `Expected at least 2 agents and routes, got ${agents} and ${routes}.`);
  }
  const worth = (load: number): number => load * Math.exp(1 - load / capacity);
  // A row: the route of each agent, then agents on each route.
  const loads = agents;
  return {
    id: "congestion-game@1",
    observation: { kind: "box", low: new Array(routes).fill(0), high: new Array(routes).fill(1) },
    action: { kind: "multi-discrete", sizes: new Array(agents).fill(routes) },
    stateSize: agents + routes,
    maxSteps: rounds,
    signals: [...Array.from({ length: agents }, (_, k) => `difference-${k}`), "worst"],
    start(state, at) {
      state.fill(0, at, at + agents + routes);
    },
    step(state, at, actions, action, _, out: StepOutcome) {
      state.fill(0, at + loads, at + loads + routes);
      for (let k = 0; k < agents; k++) {
        const route = actions[action + k] as number;
        state[at + k] = route;
        state[at + loads + route] = (state[at + loads + route] as number) + 1;
      }
      out.reward = 0;
      for (let route = 0; route < routes; route++) out.reward += worth(state[at + loads + route] as number);
    },
    observe(state, at, out, to) {
      for (let route = 0; route < routes; route++) out[to + route] = (state[at + loads + route] as number) / agents;
    },
    measure(state, at, out) {
      let worst = 0;
      for (let k = 0; k < agents; k++) {
        const load = state[at + loads + (state[at + k] as number)] as number;
        out[k] = worth(load) - worth(load - 1);
        worst = Math.max(worst, load);
      }
      out[agents] = worst / agents;
    },
  };
}
