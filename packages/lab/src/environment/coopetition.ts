import type { ContinuousGame } from "./continuous-game.ts";

export interface CoopetitionOptions {
  readonly players?: number;
  readonly endowment?: number;
  /** θ of the own value θ·ln(1 + a). */
  readonly value?: number;
  /** γ: worth of what is made together, shared in equal parts. */
  readonly synergy?: number;
  /** D: how far each depends on each other. */
  readonly dependence?: number;
  /** `private`: own payoff; `integrated`: and D times the others'; `cooperative`: the mean of the integrated ones. */
  readonly mode?: "private" | "integrated" | "cooperative";
}

/**
 * Rivals who make something together: what each gives up of its own, all share.
 *
 *   πᵢ = e − aᵢ + θ·ln(1 + aᵢ) + γ·g/n, g = (Π a)^(1/n);   Uᵢ = πᵢ + Σ_{j≠i} D·πⱼ;   cooperative: Σ U/n
 *
 * @paper 049 §Mechanism, §Experiment: e 100, θ 20, γ 0.7, D 0.6, two players
 *
 * ```ts doctest
 * import { coopetition } from "@guerdon/lab/environment";
 * coopetition().payoff(0, [0, 0]) // => 100
 * ```
 */
export function coopetition({
  players = 2,
  endowment = 100,
  value = 20,
  synergy = 0.7,
  dependence = 0.6,
  mode = "private",
}: CoopetitionOptions = {}): ContinuousGame {
  const together = (actions: ArrayLike<number>): number => {
    let product = 1;
    for (let k = 0; k < players; k++) product *= actions[k] as number;
    return product ** (1 / players);
  };
  const own = (player: number, actions: ArrayLike<number>): number => {
    const action = actions[player] as number;
    return endowment - action + value * Math.log1p(action) + (synergy * together(actions)) / players;
  };
  // Weight of the payoff of player j in what player i is after.
  const weight = (i: number, j: number): number => {
    if (mode === "private") return Number(i === j);
    if (mode === "integrated") return i === j ? 1 : dependence;
    return (1 + (players - 1) * dependence) / players;
  };
  return {
    players,
    bounds: [0, endowment],
    payoff(player, actions) {
      let sum = 0;
      for (let j = 0; j < players; j++) if (weight(player, j) !== 0) sum += weight(player, j) * own(j, actions);
      return sum;
    },
    gradient(player, actions) {
      const action = actions[player] as number;
      const shared = (synergy * together(actions)) / (players * players * action);
      let all = 0;
      for (let j = 0; j < players; j++) all += weight(player, j);
      return weight(player, player) * (value / (1 + action) - 1) + all * shared;
    },
  };
}
