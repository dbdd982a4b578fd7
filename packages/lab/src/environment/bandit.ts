import { RewardError } from "@guerdon/core/error";
import type { Dynamics } from "./vectorise.ts";

export interface BanditOptions {
  /** Arms. */
  readonly arms?: number;
  /**
   * How the chances of the arms behave.
   *
   * `stochastic`: drawn once an episode; `restless`: they drift while nobody looks; `recharging`: an arm pays less the
   * sooner it is pulled again; `sparse`: one arm pays, the others never.
   */
  readonly kind?: "stochastic" | "restless" | "recharging" | "sparse";
  /** Pulls of an episode: with new arms in each, what is learnt across episodes is how to explore. */
  readonly pulls?: number;
  /** Standard deviation of the drift of a restless arm in one step. */
  readonly drift?: number;
  /** Pulls of other arms after which a recharging arm pays in full again. */
  readonly recharge?: number;
}

/**
 * A bandit: each pull of an arm pays 1 with the chance of the arm, else 0.
 *
 * The observation is the last arm (one-hot), what it paid, and the share of the episode that is over: a policy with
 * memory can find the best arm within an episode. Signal `best`: the greatest chance now; `chance`: that of the pulled.
 *
 *   recharging: chance = c·min(1, k/recharge), k steps after the last pull;   restless: c reflected in [0, 1]
 */
export function bandit({
  arms = 5,
  kind = "stochastic",
  pulls = 100,
  drift = 0.05,
  recharge = 5,
}: BanditOptions = {}): Dynamics {
  if (!Number.isInteger(arms) || arms < 2) {
    throw new RewardError("GUERDON_OPTION", `Expected \`arms\` to be a whole number of at least 2, got ${arms}.`);
  }
  // A row: chance of each arm, steps since its pull, then last arm, its pay, steps.
  const [since, last] = [arms, 2 * arms];
  const chance = (state: Float64Array, at: number, arm: number): number => {
    const own = state[at + arm] as number;
    return kind === "recharging" ? own * Math.min(1, (state[at + since + arm] as number) / recharge) : own;
  };
  let [best, pulled] = [0, 0];
  return {
    id: "bandit@1",
    observation: { kind: "box", low: new Array(arms + 2).fill(0), high: new Array(arms + 2).fill(1) },
    action: { kind: "discrete", size: arms },
    stateSize: 2 * arms + 3,
    maxSteps: pulls,
    signals: ["best", "chance"],
    start(state, at, draw) {
      const paying = draw.whole(arms);
      for (let arm = 0; arm < arms; arm++) {
        state[at + arm] = kind === "sparse" ? Number(arm === paying) : draw.uniform();
        state[at + since + arm] = recharge;
      }
      state[at + last] = -1;
      state[at + last + 1] = 0;
      state[at + last + 2] = 0;
    },
    step(state, at, actions, action, draw, out) {
      const arm = actions[action] as number;
      best = 0;
      for (let other = 0; other < arms; other++) best = Math.max(best, chance(state, at, other));
      pulled = chance(state, at, arm);
      out.reward = draw.uniform() < pulled ? 1 : 0;
      for (let other = 0; other < arms; other++) {
        state[at + since + other] = other === arm ? 1 : (state[at + since + other] as number) + 1;
        if (kind === "restless") state[at + other] = reflected((state[at + other] as number) + drift * draw.normal());
      }
      state[at + last] = arm;
      state[at + last + 1] = out.reward;
      state[at + last + 2] = (state[at + last + 2] as number) + 1;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + arms);
      const arm = state[at + last] as number;
      if (arm >= 0) out[to + arm] = 1;
      out[to + arms] = state[at + last + 1] as number;
      out[to + arms + 1] = (state[at + last + 2] as number) / pulls;
    },
    measure(_, __, out) {
      out[0] = best;
      out[1] = pulled;
    },
  };
}

/** A number put back into [0, 1] by reflection at its ends. */
function reflected(value: number): number {
  const once = Math.abs(value) % 2;
  return once > 1 ? 2 - once : once;
}
