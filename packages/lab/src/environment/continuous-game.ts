import { RewardError } from "@guerdon/core/error";
import type { Dynamics, StepOutcome } from "./vectorise.ts";

/** A game in which each player chooses one number. */
export interface ContinuousGame {
  readonly players: number;
  /** Bounds of the action of every player. */
  readonly bounds: readonly [low: number, high: number];
  payoff(player: number, actions: ArrayLike<number>): number;
  /** Derivative of the payoff of a player in its own action. */
  gradient(player: number, actions: ArrayLike<number>): number;
}

/**
 * Plays a continuous game: every player acts in each round.
 *
 * The observation is the last actions, over the greater bound (0 at the start). The reward is the mean payoff; signals:
 * `payoff-k` for each player and `welfare`, their sum. Actions outside the bounds are put to the nearest.
 */
export function continuousGame(game: ContinuousGame, rounds: number = 1): Dynamics {
  const { players } = game;
  const [low, high] = game.bounds;
  const scale = Math.max(Math.abs(low), Math.abs(high));
  return {
    id: "continuous-game@1",
    observation: { kind: "box", low: new Array(players).fill(-1), high: new Array(players).fill(1) },
    action: { kind: "box", low: new Array(players).fill(low), high: new Array(players).fill(high) },
    stateSize: players,
    maxSteps: rounds,
    signals: [...Array.from({ length: players }, (_, k) => `payoff-${k}`), "welfare"],
    start(state, at) {
      state.fill(0, at, at + players);
    },
    step(state, at, actions, action, _, out: StepOutcome) {
      for (let k = 0; k < players; k++) {
        state[at + k] = Math.max(low, Math.min(high, actions[action + k] as number));
      }
      const played = state.subarray(at, at + players);
      let sum = 0;
      for (let k = 0; k < players; k++) sum += game.payoff(k, played);
      out.reward = sum / players;
    },
    observe(state, at, out, to) {
      for (let k = 0; k < players; k++) out[to + k] = (state[at + k] as number) / scale;
    },
    measure(state, at, out) {
      const played = state.subarray(at, at + players);
      out[players] = 0;
      for (let k = 0; k < players; k++) {
        out[k] = game.payoff(k, played);
        out[players] = (out[players] as number) + (out[k] as number);
      }
    },
  };
}

/**
 * Two players who pull against each other: u₀ = x·y, u₁ = −x·y. The one equilibrium is 0, and steps along the gradients of
 * both at once circle away from it.
 */
export function bilinearGame(bound: number = 1): ContinuousGame {
  const sign = (player: number): number => (player === 0 ? 1 : -1);
  return {
    players: 2,
    bounds: [-bound, bound],
    payoff: (player, actions) => sign(player) * (actions[0] as number) * (actions[1] as number),
    gradient: (player, actions) => sign(player) * (actions[1 - player] as number),
  };
}

/**
 * uᵢ = bᵢ·aᵢ − ½·qᵢ·aᵢ² + aᵢ·Σⱼ cᵢⱼ·aⱼ: each player's best response is (bᵢ + Σⱼ cᵢⱼ·aⱼ)/qᵢ.
 *
 * @param linear - b
 * @param curvature - q, above 0
 * @param coupling - c, whose diagonal is not read
 * @throws RewardError GUERDON_OPTION when a curvature is not above 0
 */
export function quadraticGame(
  linear: readonly number[],
  curvature: readonly number[],
  coupling: readonly (readonly number[])[],
  bound: number = 10,
): ContinuousGame {
  if (curvature.length !== linear.length || coupling.length !== linear.length || !curvature.every((q) => q > 0)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected a curvature above 0 for each player, got ${curvature.join(", ")}.`,
    );
  }
  const others = (player: number, actions: ArrayLike<number>): number =>
    linear.reduce(
      (sum, _, j) => sum + (j === player ? 0 : (coupling[player]?.[j] as number) * (actions[j] as number)),
      linear[player] as number,
    );
  return {
    players: linear.length,
    bounds: [-bound, bound],
    payoff(player, actions) {
      const own = actions[player] as number;
      return own * others(player, actions) - ((curvature[player] as number) / 2) * own * own;
    },
    gradient: (player, actions) =>
      others(player, actions) - (curvature[player] as number) * (actions[player] as number),
  };
}

/**
 * The gain that is left to the player who could gain most by changing its action alone, found on a fine grid: 0 in an
 * equilibrium.
 */
export function continuousExploitability(
  game: ContinuousGame,
  actions: readonly number[],
  steps: number = 1000,
): number {
  const [low, high] = game.bounds;
  let most = 0;
  for (let player = 0; player < game.players; player++) {
    const now = game.payoff(player, actions);
    for (let k = 0; k <= steps; k++) {
      const other = actions.map((action, i) => (i === player ? low + ((high - low) * k) / steps : action));
      most = Math.max(most, game.payoff(player, other) - now);
    }
  }
  return most;
}
