import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import type { EnvironmentKind, EnvironmentStep, NumberSpace } from "../environment/environment-kind.ts";
import { EpisodeSession } from "../environment/episode-session.ts";
import { sampleSpace, spaceContains, spaceInfo } from "../environment/number-space.ts";
import { SessionTable } from "../environment/session-table.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

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
const empty = z.looseObject({});
const info = z.record(z.string(), jsonSchema);

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

type Table = SessionTable<EpisodeSession>;
const ONE = "/v1/envs/{instance_id}";

function episodeRoutes(table: Table): readonly PlainRoute<never>[] {
  const reset: PlainRoute<{ readonly seed?: number | undefined }> = {
    method: "POST",
    path: `${ONE}/reset/`,
    body: z.looseObject({ seed: z.int().min(0).optional() }),
    reply: z.strictObject({ observation: jsonSchema, info }),
    answer: ({ seed, ...extra }, call) =>
      inSession(table, call, async (session) => {
        const first = await session.reset({ ...(seed === undefined ? {} : { seed }), extra });
        return ok({ observation: shown(session.kind, first), info: first.info ?? {} });
      }),
  };
  const step: PlainRoute<{ readonly action: Json }> = {
    method: "POST",
    path: `${ONE}/step/`,
    body: z.looseObject({ action: jsonSchema, render: z.boolean().optional() }) as never,
    reply: z.strictObject({
      observation: jsonSchema,
      reward: z.number(),
      done: z.boolean(),
      terminated: z.boolean(),
      truncated: z.boolean(),
      info,
    }),
    answer: ({ action }, call) =>
      inSession(table, call, async (session) => {
        if (action === undefined) return refused("A required request parameter 'action' was not provided");
        const next = await session.step(actionOf(session.kind, action));
        if ("issues" in next)
          return refused(`The action is none of '${session.kind.name}': ${next.issues[0]?.message}`);
        const { reward = 0, terminated, truncated } = next;
        const done = terminated || truncated;
        return ok({
          observation: shown(session.kind, next),
          reward,
          done,
          terminated,
          truncated,
          info: next.info ?? {},
        });
      }),
  };
  const close: PlainRoute<unknown> = {
    method: "POST",
    path: `${ONE}/close/`,
    body: empty,
    reply: empty,
    answer: (_, { params }) => (table.remove(params.instance_id ?? "") ? ok({}) : unknownInstance(params.instance_id)),
  };
  const monitor = (what: string): PlainRoute<unknown> => ({
    method: "POST",
    path: `${ONE}/monitor/${what}/`,
    body: empty,
    reply: empty,
    answer: (_, call) => inSession(table, call, async () => refused("This server records nothing to files of its own")),
  });
  return [reset, step, close, monitor("start"), monitor("close")] as never;
}

function spaceRoutes(table: Table, uniform: () => number): readonly PlainRoute<never>[] {
  const about = (path: string, spaceOf: (kind: EnvironmentKind) => Json): PlainRoute<unknown> => ({
    method: "GET",
    path: `${ONE}/${path}/`,
    reply: z.strictObject({ info }),
    answer: (_, call) => inSession(table, call, async ({ kind }) => ok({ info: spaceOf(kind) })),
  });
  const numbers = (path: string, work: (space: NumberSpace, call: PlainCall) => Json): PlainRoute<unknown> => ({
    method: "GET",
    path: `${ONE}/action_space/${path}`,
    reply: z.union([z.strictObject({ action: jsonSchema }), z.strictObject({ member: z.boolean() })]),
    answer: (_, call) =>
      inSession(table, call, async ({ kind }) =>
        kind.actionSpace === undefined
          ? refused(`Actions of '${kind.name}' are no numbers`)
          : ok(work(kind.actionSpace, call)),
      ),
  });
  return [
    about("action_space", ({ actionSpace, action }) => described(actionSpace, action)),
    about("observation_space", ({ observationSpace, observation }) => described(observationSpace, observation)),
    numbers("sample", (space) => ({ action: sampleSpace(space, uniform) })),
    numbers("contains/{x}", (space, { params }) => ({ member: spaceContains(space, parsed(params.x)) })),
  ] as never;
}

function described(space: NumberSpace | undefined, schema: z.ZodType): Json {
  return space === undefined
    ? { name: "Json", schema: z.toJSONSchema(schema, { io: "input" }) as Json }
    : spaceInfo(space);
}

function parsed(text = ""): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The action of a number, a list or a text, as the environment's schema has it. */
function actionOf({ plain, messageAction }: EnvironmentKind, action: Json): Json {
  if (plain !== undefined) return plain.action(action);
  return typeof action === "string" && messageAction !== undefined ? messageAction(action) : action;
}

function shown({ plain }: EnvironmentKind, { observation }: EnvironmentStep): Json {
  return plain === undefined ? observation : plain.observation(observation);
}

async function inSession(
  table: Table,
  { params }: PlainCall,
  work: (session: EpisodeSession) => Promise<WireReply>,
): Promise<WireReply> {
  const session = table.get(params.instance_id ?? "");
  if (session === undefined) return unknownInstance(params.instance_id);
  try {
    return await work(session);
  } catch (error) {
    return refused(failureText(error), 500);
  }
}

function unknownInstance(id = ""): WireReply {
  return refused(`Instance_id ${id} unknown`);
}

function ok(body: Json): WireReply {
  return { status: 200, body };
}

function refused(message: string, status = 400): WireReply {
  return { status, body: { message } };
}
