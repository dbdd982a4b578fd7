import { z } from "zod";
import {
  clipActions,
  type Environment,
  type NormalisedEnvironment,
  normaliseObservations,
  type RunningMoments,
  scaleRewards,
  separateAgents,
} from "../environment/index.ts";
import { environments } from "./environments.ts";
import { defined, makeNamed, parseSettings } from "./named.ts";

const clip = z.number().positive().optional();

/** What any environment can be wrapped in, beside its own options. */
const wrappers = z.strictObject({
  clipActions: z.boolean().default(false),
  separateAgents: z.strictObject({ view: z.enum(["all", "own"]).optional(), reward: z.string().optional() }).optional(),
  scaleRewards: z.strictObject({ discount: z.number().min(0).max(1).optional(), clip }).optional(),
  normaliseObservations: z.strictObject({ clip }).optional(),
});

type UsedEnvironment = { readonly use: string; readonly [option: string]: unknown };

/**
 * The environment that settings name, in the wrappers they name beside its options.
 *
 * `clipActions` is the innermost, then `separateAgents`, `scaleRewards` and `normaliseObservations`.
 *
 * @param moments - of a training environment, by which an evaluation sees without changing them
 * @throws RewardError GUERDON_EXPERIMENT
 */
export async function makeEnvironment(
  used: UsedEnvironment,
  moments?: RunningMoments,
): Promise<Environment | NormalisedEnvironment> {
  const own = Object.entries(used).filter(([name]) => !(name in wrappers.shape));
  const given = Object.entries(used).filter(([name]) => name in wrappers.shape);
  const wrap = parseSettings("environment", wrappers, Object.fromEntries(given));
  let made = await makeNamed("environment", environments, Object.fromEntries(own) as UsedEnvironment, undefined);
  if (wrap.clipActions) made = clipActions(made);
  if (wrap.separateAgents !== undefined) made = separateAgents(made, defined(wrap.separateAgents));
  if (wrap.scaleRewards !== undefined) made = scaleRewards(made, defined(wrap.scaleRewards));
  if (wrap.normaliseObservations === undefined) return made;
  return normaliseObservations(made, {
    ...defined(wrap.normaliseObservations),
    ...(moments === undefined ? {} : { moments }),
  });
}
