import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import type { Environment, Space } from "@guerdon/lab/environment";
import { makeEnvironment } from "@guerdon/lab/run";
import type { EnvironmentKind, EnvironmentStep, EpisodeEnvironment } from "@guerdon/server/adapter";
import { z } from "zod";

/**
 * An environment of the lab, for those who play it over HTTP or a socket: `{ "action": … }` in, `{ "values": […] }` out.
 *
 * @param text - its name, or JSON with `use` and its options
 * @throws RewardError GUERDON_EXPERIMENT when there is none of that name or an option is wrong
 */
export async function labEnvironment(text: string): Promise<EnvironmentKind> {
  const used = usedOf(text);
  const make = (): Promise<Environment> => makeEnvironment({ ...used, copies: 1 });
  const first = await make();
  const { action, observation, id } = first;
  first.close?.();
  return {
    name: used.use,
    description: `${used.use} of the lab.`,
    version: id,
    action: z.strictObject({ action: actionSchema(action) }) as z.ZodType<Json>,
    observation: z.strictObject({ values: z.array(z.number()) }),
    state: z.looseObject({}),
    actionSpace: action,
    observationSpace: observation,
    plain: { action: (value) => ({ action: value }), observation: ({ values }) => values as Json },
    create: async () => episodeOf(await make()),
  };
}

function usedOf(text: string): { readonly use: string; readonly [option: string]: Json } {
  if (!text.trimStart().startsWith("{")) return { use: text };
  try {
    return z.looseObject({ use: z.string() }).parse(JSON.parse(text)) as never;
  } catch {
    throw new RewardError(
      "GUERDON_USAGE",
      `Expected an environment to be a name or JSON with \`use\`, got \`${text}\`.`,
    );
  }
}

function actionSchema(space: Space): z.ZodType {
  if (space.kind === "discrete")
    return z
      .int()
      .min(0)
      .max(space.size - 1);
  if (space.kind === "multi-discrete")
    return z.tuple(
      space.sizes.map((size) =>
        z
          .int()
          .min(0)
          .max(size - 1),
      ) as never,
    );
  return z.tuple(space.low.map((low, i) => numberBetween(low, space.high[i] as number)) as never);
}

function numberBetween(low: number, high: number): z.ZodType {
  const atLeast = Number.isFinite(low) ? z.number().min(low) : z.number();
  return Number.isFinite(high) ? atLeast.max(high) : atLeast;
}

function episodeOf(environment: Environment): EpisodeEnvironment {
  let open = false;
  const legal = (): { readonly [field: string]: Json } =>
    environment.legal === undefined ? {} : { legal: Array.from(environment.legal) };
  return {
    reset: async ({ seed = Math.floor(Math.random() * 2 ** 31) }): Promise<EnvironmentStep> => {
      environment.reset(seed);
      open = true;
      return { observation: valuesOf(environment.observations), terminated: false, truncated: false, info: legal() };
    },
    step: async (action): Promise<EnvironmentStep> => {
      if (!open) throw notOpen();
      const { action: value } = action as { readonly action: number | readonly number[] };
      environment.step(typeof value === "number" ? [value] : value);
      const [terminated, truncated] = [environment.terminated[0] === 1, environment.truncated[0] === 1];
      open = !terminated && !truncated;
      const { observations, finalObservations, rewards } = environment;
      return {
        observation: valuesOf(open ? observations : finalObservations),
        reward: rewards[0] as number,
        terminated,
        truncated,
        info: legal(),
      };
    },
    state: () => ({}),
    close: () => environment.close?.(),
  };
}

function valuesOf(row: Float32Array): { readonly values: readonly number[] } {
  return { values: Array.from(row) };
}

function notOpen(): RewardError {
  return new RewardError("GUERDON_REQUEST", "Expected `reset` before `step`, got a step of no open episode.", {
    hint: "Reset the environment first, and after each end of an episode.",
  });
}
