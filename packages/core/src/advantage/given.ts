import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import type { Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";

export interface GivenOptions {
  /** Level of the advantages that are given. */
  readonly level: PlaceLevel;
}
type GivenInput = { readonly [K in keyof GivenOptions]?: GivenOptions[K] | undefined };

const options: z.ZodType<GivenOptions, GivenInput> = z.strictObject({
  level: z.enum(["rollout", "step", "token"]).default("rollout"),
});

/**
 * Takes a term, or an expression over terms, for the advantages.
 *
 *   out_i = of_i
 *
 * For what is an advantage already: a critic's Q − V, a credit, a comparison with a peer. Without a
 * value, or in a rollout without a total, the advantage is 0.
 *
 * @shape of [R] → [R]; steps or tokens by `level`
 * @unit advantage → same
 * @paper 145 §Mechanism: A = min(Q1, Q2) − min(V1, V2), copied to the tokens of the utterance
 * @paper 025 §Mechanism: four values by label and outcome
 * @paper 188 §Mechanism: mean win rate against the other completions
 * @kind advantage
 * @alias criticAdvantage = { use: given, level: token, of: min(q1, q2) - min(v1, v2) }
 * @alias tokenBaseline = { use: given, level: token, of: q - v - baseline }
 * @plot { of: [0.5, -0.5, 0, 1] } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { given } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], inputs: [fullSignal("rollout", [0.5, -2])] };
 * [...given().advantages(input, flatLayout([2])).values] // => [0.5, -2]
 * ```
 */
export const given: AdvantageFactory<typeof options> = defineAdvantage({
  name: "given",
  version: 1,
  summary: "Takes a term, or an expression over terms, for the advantages.",
  options,
  build: ({ level }) => ({
    scope: "rollout",
    decoupled: false,
    ...(level === "rollout" ? {} : { level }),
    inputs: [{ name: "of", level }],
    advantages: ({ total, inputs }, layout) => {
      const [of] = inputs as readonly [Signal];
      const counted = countedPlaces(level, layout, total, [of]);
      return fullAdvantage(
        level,
        of.values.map((value, i) => (counted[i] === 1 ? value : 0)),
      );
    },
  }),
});
