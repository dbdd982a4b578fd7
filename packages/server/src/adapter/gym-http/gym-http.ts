import { streamKey, uniformAt } from "@guerdon/core/random";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainRoute } from "../adapter.ts";
import type { EnvironmentKind } from "../environment/environment-kind.ts";
import { EpisodeSession } from "../environment/episode-session.ts";
import { SessionTable } from "../environment/session-table.ts";
import { failureText } from "../mapping/failure-text.ts";
import { episodeRoutes } from "./episode-routes.ts";
import { empty, ok, refused } from "./instance-call.ts";
import { spaceRoutes } from "./space-routes.ts";

export interface GymHttpOptions {
  readonly environments: readonly EnvironmentKind[];
  /** Instances at once. Default 4096. */
  readonly maxSessions?: number;
  /** Default 1 hour. */
  readonly idleTimeoutMs?: number;
}

const MAPPING: readonly FieldMapping[] = [
  { wire: "env_id", rollout: "name of an environment" },
  { wire: "action", rollout: "the number, list or text that the environment acts on" },
  { wire: "reward", rollout: "the environment's; the total in one of rows and a program" },
  { wire: "done", rollout: "terminated or truncated, which stand beside it" },
];

const instance = z.strictObject({ instance_id: z.string() });

/** OpenAI's gym-http-api, with Gymnasium's `terminated` and `truncated` beside `done`. */
export function gymHttp({ environments, maxSessions = 4096, idleTimeoutMs = 3_600_000 }: GymHttpOptions): Adapter {
  const table = new SessionTable<EpisodeSession>({ capacity: maxSessions, idleTimeoutMs });
  let draws = 0;
  const uniform = (): number => uniformAt(streamKey(0, "sample"), draws++);
  const create: PlainRoute<{ readonly env_id: string }> = {
    method: "POST",
    path: "/v1/envs/",
    body: z.looseObject({ env_id: z.string() }),
    reply: instance,
    answer: async ({ env_id }, call) => {
      const kind = environments.find(({ name }) => name === env_id);
      if (kind === undefined) return refused(`Attempted to look up malformed or unknown environment ID '${env_id}'`);
      try {
        const made = await table.add(async () => new EpisodeSession(kind, await kind.create(call)));
        return made === undefined
          ? refused(`All ${table.capacity} instances are in use`, 503)
          : ok({ instance_id: made.id });
      } catch (error) {
        call.report?.(error);
        return refused(failureText(error), 500);
      }
    },
  };
  const list: PlainRoute<unknown> = {
    method: "GET",
    path: "/v1/envs/",
    reply: z.strictObject({ all_envs: z.record(z.string(), z.string()) }),
    answer: () => ok({ all_envs: Object.fromEntries(table.entries().map(([id, { kind }]) => [id, kind.name])) }),
  };
  const shutdown: PlainRoute<unknown> = {
    method: "POST",
    path: "/v1/shutdown/",
    body: empty,
    reply: empty,
    answer: () => refused("A client cannot stop this server", 403),
  };
  return {
    name: "gym-http",
    scores: [],
    plain: [create, list, shutdown, ...episodeRoutes(table), ...spaceRoutes(table, uniform)],
    mapping: MAPPING,
    toInvalid: ({ status, message }) => refused(message, status === 413 ? 413 : 400),
  };
}
