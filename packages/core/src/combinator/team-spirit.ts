import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  memberOffsets,
  type Signal,
  UNBOUNDED,
} from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Shares the rewards of the agents of a group within their teams, and sets the opponents' against them.
 *
 *   out_i = (1 − τ_i) · of_i + τ_i · mean of its team − ω_i · mean of the other teams' members
 *
 * The rollouts of a group are the agents; `team` holds one number for each team. An agent's team counts
 * itself; where there is no opponent nothing is taken away. The result is missing where an input is, and
 * such an agent is in nobody's mean. τ = 0 keeps rewards apart, τ = 1 pays the team; with ω = 1 and two
 * equal teams the group's rewards add up to 0.
 *
 * @shape of [R], team [R], tau [R], opponent [R] → [R]
 * @unit reward, any, share, share → reward
 * @throws RewardError GUERDON_SHAPE when lengths differ
 * @paper 074 §Mechanism (τ = 0.3, opponents' mean taken away in full)
 * @kind combinator
 * @alias teamSpirit
 * @plot { team: [0, 0, 1, 1] } over members [1, 0, 0.5, 0]
 *
 * ```ts doctest
 * import { teamSpirit } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [of, team, tau, opponent] = [[4, 0, 1], [0, 0, 1], [0.5, 0.5, 0.5], [1, 1, 1]].map((row) => fullSignal("rollout", row));
 * [...teamSpirit().apply([of, team, tau, opponent], flatLayout([3])).values] // => [2, 0, -1]
 * ```
 */
export const teamSpirit: TransformFactory<typeof options> = defineCombinator({
  name: "team-spirit",
  version: 1,
  summary: "Shares the rewards of the agents of a group within their teams, and sets the opponents' against them.",
  options,
  build: () => ({
    scope: "group",
    inputs: [
      { name: "of" },
      { name: "team" },
      { name: "tau", default: 0.3 }, // 074 §Mechanism: τ = 0.3
      { name: "opponent", default: 1 }, // 074 §Mechanism: − mean(opponents)
    ],
    range: ([of, , tau, opponent]) => rangeOfShared(of as Interval, tau as Interval, opponent as Interval),
    trend: (index, [, , tau]) =>
      index === 0 && (tau as Interval).min >= 0 && (tau as Interval).max <= 1 ? "increasing" : "unknown",
    apply: share,
  }),
});

function share(inputs: readonly Signal[], layout: Layout): Signal {
  const [of, team, tau, opponent] = inputs as readonly [Signal, Signal, Signal, Signal];
  const values = new Float64Array(lengthOf(inputs));
  const present = jointPresent(inputs);
  const offsets = memberOffsets(layout, of.level);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      let [mates, own, rivals, other] = [0, 0, 0, 0];
      for (let j = from; j < to; j++) {
        if (present[j] === 0) continue;
        const reward = of.values[j] as number;
        if (team.values[j] === team.values[i]) {
          mates++;
          own += reward;
        } else {
          rivals++;
          other += reward;
        }
      }
      const spirit = tau.values[i] as number;
      const against = rivals === 0 ? 0 : (opponent.values[i] as number) * (other / rivals);
      values[i] = (1 - spirit) * (of.values[i] as number) + spirit * (own / mates) - against;
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}

/** Any share of the mean may come out where τ is in [0, 1]: within the range of the rewards. */
function rangeOfShared(of: Interval, tau: Interval, opponent: Interval): Interval {
  if (tau.min < 0 || tau.max > 1) return UNBOUNDED;
  const zero = { min: 0, max: 0 };
  const taken = hull(
    zero,
    ...[opponent.min, opponent.max].flatMap((weight) =>
      [of.min, of.max].map((reward) => {
        const product = weight === 0 || reward === 0 ? 0 : weight * reward;
        return { min: product, max: product };
      }),
    ),
  );
  return { min: of.min - taken.max, max: of.max - taken.min };
}
