import { RewardError } from "@guerdon/core/error";
import type { ContinuousGame } from "./continuous-game.ts";

export interface TeamProductionOptions {
  readonly members?: number;
  /** ω and β of the output ω·(Σ a)^β. */
  readonly productivity?: number;
  readonly elasticity?: number;
  readonly cost?: number;
  readonly most?: number;
  /** θ of each member, or of all. */
  readonly loyalty?: number | readonly number[];
  /** φ_B: how far a loyal member counts the others' payoff; φ_C: how far its effort costs it nothing. */
  readonly benefit?: number;
  readonly tolerance?: number;
}

/** A team, with what it comes to by formula. */
export interface TeamProduction extends ContinuousGame {
  /** Payoff without loyalty: what is true however a member feels. */
  ownPayoff(player: number, actions: ArrayLike<number>): number;
  /** Effort of each member in the symmetric equilibrium, where all are equally loyal and no bound is met. */
  readonly equilibrium: number;
}

/**
 * A team shares what it produces and each member bears the cost of its own effort: who is not loyal rides free.
 *
 *   Q = ω·(Σ a)^β;   πᵢ = Q/n − c·aᵢ;   Mᵢ = Q/n − c·Σ_{j≠i} aⱼ/(n − 1);   Uᵢ = πᵢ + θᵢ·(φ_B·Mᵢ + φ_C·c·aᵢ)
 *   equilibrium: Σ a = (ω·β·(1 + θφ_B) / (n·c·(1 − θφ_C)))^(1/(1−β))
 *
 * @paper 048 §Mechanism: ω 25, β 0.7, c 1, n 5, at most 50, φ_B 0.8, φ_C 0.3
 * @throws RewardError GUERDON_OPTION when the elasticity is not in (0, 1), or there are fewer than two members
 *
 * ```ts doctest
 * import { teamProduction } from "@guerdon/lab/environment";
 * teamProduction({ productivity: 20, elasticity: 0.5, cost: 2, members: 5 }).equilibrium.toFixed(3) // => "0.200"
 * ```
 */
export function teamProduction({
  members = 5,
  productivity = 25,
  elasticity = 0.7,
  cost = 1,
  most = 50,
  loyalty = 0,
  benefit = 0.8,
  tolerance = 0.3,
}: TeamProductionOptions = {}): TeamProduction {
  if (!(elasticity > 0 && elasticity < 1 && members >= 2)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected at least 2 members and \`elasticity\` between 0 and 1, got ${members} and ${elasticity}.`,
    );
  }
  const theta = (player: number): number => (typeof loyalty === "number" ? loyalty : (loyalty[player] as number));
  const total = (actions: ArrayLike<number>): number => {
    let sum = 0;
    for (let k = 0; k < members; k++) sum += actions[k] as number;
    return sum;
  };
  const share = (actions: ArrayLike<number>): number => (productivity * total(actions) ** elasticity) / members;
  const ownPayoff = (player: number, actions: ArrayLike<number>): number =>
    share(actions) - cost * (actions[player] as number);
  const first = theta(0);
  const equal = (productivity * elasticity * (1 + first * benefit)) / (members * cost * (1 - first * tolerance));
  return {
    players: members,
    // Marginal output is without bound at no effort at all.
    bounds: [0.01, most],
    ownPayoff,
    payoff(player, actions) {
      const others = (total(actions) - (actions[player] as number)) / (members - 1);
      const mates = share(actions) - cost * others;
      const refunded = tolerance * cost * (actions[player] as number);
      return ownPayoff(player, actions) + theta(player) * (benefit * mates + refunded);
    },
    gradient(player, actions) {
      const marginal = (productivity * elasticity * total(actions) ** (elasticity - 1)) / members;
      return marginal * (1 + theta(player) * benefit) - cost * (1 - theta(player) * tolerance);
    },
    equilibrium: equal ** (1 / (1 - elasticity)) / members,
  };
}
