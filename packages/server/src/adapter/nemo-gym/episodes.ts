import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import type { EnvironmentKind, EnvironmentStep } from "../environment/environment-kind.ts";
import { EpisodeSession } from "../environment/episode-session.ts";
import type { SessionTable } from "../environment/session-table.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { createParamsSchema, outputText, responseSchema } from "./responses.ts";
import type { SignedCookie } from "./signed-cookie.ts";

/** Where the episodes of NeMo Gym's clients live. */
export interface Episodes {
  readonly kind: EnvironmentKind | undefined;
  readonly table: SessionTable<EpisodeSession>;
  readonly cookie: SignedCookie;
}

const resetBody = z.looseObject({ responses_create_params: createParamsSchema });
const stepBody = z.looseObject({ responses_create_params: createParamsSchema, response: responseSchema });
const observation = z.string().nullable();
const info = z.record(z.string(), jsonSchema);

/** `POST /seed_session` opens a session that a signed cookie names; its tools are routes of their own. */
export function sessionRoutes(episodes: Episodes): readonly PlainRoute<never>[] {
  const seed: PlainRoute<{ readonly [field: string]: Json }> = {
    method: "POST",
    path: "/seed_session",
    body: z.record(z.string(), jsonSchema) as never,
    reply: z.looseObject({}),
    answer: (row, call) => open(episodes, call, row, () => ({})),
  };
  const tools = (episodes.kind?.tools ?? []).map(
    ({ name }): PlainRoute<{ readonly [field: string]: Json }> => ({
      method: "POST",
      path: `/${name}`,
      body: z.record(z.string(), jsonSchema) as never,
      reply: jsonSchema,
      answer: (args, call) =>
        inSession(episodes, call, async (session) => ({ status: 200, body: await session.callTool(name, args) })),
    }),
  );
  return [seed, ...tools] as never;
}

/** The gymnasium variant: `POST /reset` and `POST /step` over the same sessions. */
export function gymnasiumRoutes(episodes: Episodes): readonly PlainRoute<never>[] {
  const reset: PlainRoute<z.output<typeof resetBody>> = {
    method: "POST",
    path: "/reset",
    body: resetBody as never,
    reply: z.strictObject({ observation, info }),
    answer: ({ responses_create_params: _, ...row }, call) =>
      open(episodes, call, row as { [field: string]: Json }, (first) => ({
        observation: textOf(first),
        info: first?.info ?? {},
      })),
  };
  const step: PlainRoute<z.output<typeof stepBody>> = {
    method: "POST",
    path: "/step",
    body: stepBody as never,
    reply: z.strictObject({ observation, reward: z.number(), terminated: z.boolean(), truncated: z.boolean(), info }),
    answer: ({ response }, call) =>
      inSession(episodes, call, async (session) => {
        const { kind } = session;
        if (kind.messageAction === undefined) return refused(422, `A message is no action of \`${kind.name}\`.`);
        const next = await session.step(kind.messageAction(outputText(response)));
        if ("issues" in next) return refused(422, `The message is no action: ${next.issues[0]?.message}`);
        const { reward = 0, terminated, truncated } = next;
        const shown = terminated || truncated ? null : textOf(next);
        return { status: 200, body: { observation: shown, reward, terminated, truncated, info: next.info ?? {} } };
      }),
  };
  return [reset, step] as never;
}

/** Opens a session in place of the one the cookie names, and sets the cookie. */
async function open(
  { kind, table, cookie }: Episodes,
  call: PlainCall,
  row: { readonly [field: string]: Json },
  bodyOf: (first: EnvironmentStep) => Json,
): Promise<WireReply> {
  if (kind === undefined) return refused(404, "No environment is served.");
  const before = cookie.read(call.headers.cookie);
  if (before !== undefined) table.remove(before);
  try {
    const opened = await table.add(async () => new EpisodeSession(kind, await kind.create(call)));
    if (opened === undefined) return refused(503, `All ${table.capacity} sessions are in use.`);
    const seed = typeof row.seed === "number" ? { seed: row.seed } : {};
    const first = await opened.session.reset({ ...seed, extra: row });
    return { status: 200, body: bodyOf(first), headers: { "set-cookie": cookie.write(opened.id) } };
  } catch (error) {
    call.report?.(error);
    return refused(500, failureText(error));
  }
}

async function inSession(
  { table, cookie }: Episodes,
  call: PlainCall,
  work: (session: EpisodeSession) => Promise<WireReply>,
): Promise<WireReply> {
  const id = cookie.read(call.headers.cookie);
  const session = id === undefined ? undefined : table.get(id);
  if (session === undefined)
    return refused(400, "Expected the cookie of an open session: keep it from the reply that opened it.");
  try {
    return await work(session);
  } catch (error) {
    call.report?.(error);
    return refused(500, failureText(error));
  }
}

function refused(status: number, detail: string): WireReply {
  return { status, body: { detail } };
}

/** An observation as text: the last message of a conversation, else the observation as JSON. */
function textOf({ observation: shown }: EnvironmentStep): string {
  const last = Array.isArray(shown.messages) ? (shown.messages.at(-1) as { content?: Json } | undefined) : undefined;
  return typeof last?.content === "string" ? last.content : JSON.stringify(shown);
}
