import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { EnvironmentStep } from "../environment/environment-kind.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

const anyObject = z.record(z.string(), jsonSchema);

/** The parameters of a reset; an environment takes of the rest what it knows. */
export interface ResetBody {
  readonly seed?: number | null | undefined;
  readonly episode_id?: string | null | undefined;
  readonly [parameter: string]: unknown;
}

export const resetSchema: z.ZodType<ResetBody> = z.looseObject({
  seed: z.int().min(0).nullish(),
  episode_id: z.string().max(255).nullish(),
});

export interface StepBody {
  readonly action: { readonly [field: string]: Json };
  readonly timeout_s?: number | null | undefined;
  readonly request_id?: string | null | undefined;
}

export const stepSchema: z.ZodType<StepBody> = z.looseObject({
  action: anyObject,
  timeout_s: z.number().positive().nullish(),
  request_id: z.string().max(255).nullish(),
});

export const observationSchema: z.ZodType = z.strictObject({
  observation: anyObject,
  reward: z.number().nullable(),
  done: z.boolean(),
});

export const stateSchema: z.ZodType = z.looseObject({ episode_id: z.string().nullable(), step_count: z.int().min(0) });

/** What a client sends on the socket. */
interface Fields {
  readonly [field: string]: Json;
}

export type SocketMessage =
  | { readonly type: "reset"; readonly data: Fields }
  | { readonly type: "step"; readonly data: Fields }
  | { readonly type: "mcp"; readonly data: Fields }
  | { readonly type: "state" }
  | { readonly type: "close" };

export const socketMessageSchema: z.ZodType<SocketMessage> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("reset"), data: anyObject.default({}) }),
  z.strictObject({ type: z.literal("step"), data: anyObject }),
  z.strictObject({ type: z.literal("state") }),
  z.strictObject({ type: z.literal("close") }),
  z.strictObject({ type: z.literal("mcp"), data: anyObject }),
]);

export type SocketErrorCode =
  | "INVALID_JSON"
  | "UNKNOWN_TYPE"
  | "VALIDATION_ERROR"
  | "EXECUTION_ERROR"
  | "CAPACITY_REACHED"
  | "FACTORY_ERROR"
  | "SESSION_ERROR";

/** The text of an error on the socket. */
export function socketError(
  code: SocketErrorCode,
  message: string,
  more: { readonly [key: string]: Json } = {},
): string {
  return JSON.stringify({ type: "error", data: { message, code, ...more } });
}

/** The options of an environment's reset. */
export function resetOptions({ seed, episode_id, ...extra }: ResetBody): {
  readonly seed?: number;
  readonly episodeId?: string;
  readonly extra: { readonly [name: string]: Json };
} {
  return {
    ...(seed == null ? {} : { seed }),
    ...(episode_id == null ? {} : { episodeId: episode_id }),
    extra: extra as { [name: string]: Json },
  };
}

/** An observation as it stands on the wire: without `info`, which the protocol has no place for. */
export function wireObservation({ observation, reward, terminated, truncated }: EnvironmentStep): {
  readonly [key: string]: Json;
} {
  return { observation, reward: reward ?? null, done: terminated || truncated };
}

/** Issues of a schema in the words of pydantic's `errors()`. */
export function wireIssues(issues: readonly z.core.$ZodIssue[]): Json {
  return issues.map(({ path, message, code }) => ({ type: code, loc: path.map(String), msg: message }));
}
