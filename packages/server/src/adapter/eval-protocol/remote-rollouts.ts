import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainRoute, WireReply } from "../adapter.ts";
import { jsonSchema, messageSchema } from "../mapping/message-schema.ts";

/** Which models may be called for a client's rollouts: a client's URL must begin with one of these. */
export interface RemoteRollouts {
  readonly modelBaseUrls: readonly string[];
  /** Longest wait for a model. Default 100 s; the client gives up after 120 s. */
  readonly timeoutMs?: number;
}

const MOST_KEPT = 10_000;
const CODES = { ok: 100, invalid: 3, unavailable: 14, deadline: 4, internal: 13 } as const;

const initBody = z.looseObject({
  completion_params: z.looseObject({ model: z.string() }),
  messages: z.array(messageSchema),
  tools: z.array(jsonSchema).nullish(),
  model_base_url: z.string(),
  metadata: z.looseObject({
    invocation_id: z.string(),
    experiment_id: z.string(),
    rollout_id: z.string().min(1),
    run_id: z.string(),
    row_id: z.string(),
  }),
  api_key: z.string().nullish(),
});
type Init = z.output<typeof initBody>;

const status = z.strictObject({ code: z.int(), message: z.string(), details: z.array(jsonSchema) });
const statusReply = z.strictObject({
  terminated: z.boolean(),
  info: z.record(z.string(), jsonSchema).optional(),
  status: status.optional(),
});
type Status = z.output<typeof statusReply>;

/** `POST /init` starts one answer of the client's model, `GET /status` says whether it is there. */
export function remoteRolloutRoutes(rollouts: RemoteRollouts | undefined): readonly PlainRoute<never>[] {
  const states = new Map<string, Status>();
  const init: PlainRoute<Init> = {
    method: "POST",
    path: "/init",
    body: initBody as never,
    reply: z.strictObject({ rollout_id: z.string() }),
    answer: (body) => {
      const url = rollouts && allowedUrl(body.model_base_url, rollouts.modelBaseUrls);
      if (rollouts === undefined) return notFound("This server runs no rollouts.");
      if (url === undefined) return { status: 403, body: { detail: "This server may not call `model_base_url`." } };
      const { rollout_id: id } = body.metadata;
      if (!states.has(id)) void run(id, url, body);
      return { status: 200, body: { rollout_id: id } };
    },
  };
  const look: PlainRoute<unknown> = {
    method: "GET",
    path: "/status",
    reply: statusReply,
    answer: (_, { query }) => {
      const state = states.get(query.rollout_id ?? "");
      if (state === undefined) return notFound("Expected `rollout_id` to name a rollout of this server.");
      return { status: 200, body: state as unknown as Json };
    },
  };

  async function run(id: string, url: string, body: Init): Promise<void> {
    keep(states, id, { terminated: false, status: { code: 101, message: "The rollout is running.", details: [] } });
    keep(states, id, await answerOf(url, body, rollouts?.timeoutMs ?? 100_000));
  }
  return [init, look] as never;
}

function keep(states: Map<string, Status>, id: string, state: Status): void {
  states.set(id, state);
  for (const [oldest] of states) if (states.size > MOST_KEPT) states.delete(oldest);
}

function notFound(detail: string): WireReply {
  return { status: 404, body: { detail } };
}

/** The URL of the model's chat completions when an allowed base is its beginning, path segments whole. */
function allowedUrl(given: string, bases: readonly string[]): string | undefined {
  if (!URL.canParse(given)) return undefined;
  const url = new URL(given);
  const path = url.pathname.replace(/\/?$/, "/");
  const fits = bases.some((base) => {
    const { origin, pathname } = new URL(base);
    return origin === url.origin && path.startsWith(pathname.replace(/\/?$/, "/"));
  });
  return fits && !/%2e|%2f/i.test(path) ? `${url.origin}${path}chat/completions` : undefined;
}

async function answerOf(
  url: string,
  { completion_params, messages, tools, api_key }: Init,
  timeoutMs: number,
): Promise<Status> {
  const request = { ...completion_params, messages, ...(tools == null ? {} : { tools }) };
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: {
        "content-type": "application/json",
        ...(api_key == null ? {} : { authorization: `Bearer ${api_key}` }),
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      const code = response.status >= 500 || response.status === 429 ? CODES.unavailable : CODES.invalid;
      return ended(code, `The model answered ${response.status}.`);
    }
    const reply = (await response.json()) as { choices?: readonly { message?: Json; finish_reason?: Json }[] };
    const choice = reply.choices?.[0];
    if (choice?.message === undefined) return ended(CODES.internal, "The model's answer has no message.");
    return {
      ...ended(CODES.ok, "The rollout is finished."),
      info: { message: choice.message, finish_reason: choice.finish_reason ?? null },
    };
  } catch (error) {
    const late = (error as Error).name === "TimeoutError";
    return ended(
      late ? CODES.deadline : CODES.unavailable,
      late ? "The model was too slow." : "The model was not reached.",
    );
  }
}

function ended(code: number, message: string): Status {
  return { terminated: true, status: { code, message, details: [] } };
}
