import type { Json } from "@guerdon/core/signal";
import type { z } from "zod";
import type { RewardService, ScoreReply, ScoreRequest } from "../service/reward-service.ts";

/** What an adapter answers: a status and a JSON body. */
export interface WireReply {
  readonly status: number;
  readonly body: Json;
  readonly headers?: { readonly [name: string]: string };
}

/**
 * One route of a protocol that scores: a pure mapping from its body to a request and from the reply to its body.
 * It never sees sockets, stores or clocks.
 */
export interface ScoreRoute<Body> {
  readonly method: "POST";
  /** Path with parameters in braces, as OpenAPI writes them: `/v1/runs/{id}`. */
  readonly path: string;
  /** Shape of the body: checked before, published in the OpenAPI document. */
  readonly body: z.ZodType<Body>;
  readonly reply: z.ZodType;
  toRequest(body: Body, settings: AdapterSettings): ScoreRequest;
  /** `body` is the client's, as parsed; failures of rollouts are in the columns and mapped by the protocol's own rules. */
  toReply(reply: ScoreReply, body: Body, settings: AdapterSettings): WireReply;
  /** When nothing could be scored at all (overload, deadline, engine): what this protocol's client understands. */
  toFailure(error: unknown, body: Body, settings: AdapterSettings): WireReply;
}

/** Any other route of a protocol: sessions, listings, modes. */
export interface PlainRoute<Body> {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** An empty body is read as `{}`. */
  readonly body?: z.ZodType<Body>;
  readonly reply: z.ZodType;
  answer(body: Body, call: PlainCall): Promise<WireReply> | WireReply;
}

/** What a plain route is called with. */
export interface PlainCall {
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** Names in small letters. */
  readonly headers: { readonly [name: string]: string };
  readonly service: RewardService;
  readonly settings: AdapterSettings;
  /** Takes the cause of a reply of status 500 or above, for the log; clients see no more than the reply. */
  readonly report?: (error: unknown) => void;
}

/** A WebSocket of a protocol. Each connection has a session of its own, strictly one answer a message. */
export interface SocketRoute {
  readonly path: string;
  /** A connection that sends nothing for so long is closed. Default: never. */
  readonly idleTimeoutMs?: number;
  open(call: PlainCall): Promise<SocketSession | SocketRefusal> | SocketSession | SocketRefusal;
}

/** One connection. */
export interface SocketSession {
  /** The answer to a message; `end` closes the socket after it. */
  receive(text: string): Promise<{ readonly text?: string; readonly end?: boolean }>;
  /** Called once, however the connection ends. */
  close(): void;
}

/** A last message instead of a session. */
export interface SocketRefusal {
  readonly refusal: string;
}

/** How rollouts are made of bodies that say little, and what missing scores become. */
export interface AdapterSettings {
  /** Served program this adapter scores with. */
  readonly program?: string;
  /** Run that requests without one belong to. */
  readonly run?: string;
  /** Members of a group where the protocol sends one sample a request. */
  readonly groupSize?: number;
  readonly cohortWaitMs?: number;
  /** Number sent for an abstained rollout where the protocol must have a number. Default: the protocol's own failure. */
  readonly abstainedReward?: number;
  /** Number sent for a failure of the candidate's own. Default: the lower end of the total's range, or 0 without one. */
  readonly candidateFailureReward?: number;
  /** slime: answer with an object that holds the reward under this key, and the terms beside it. Default: a bare number. */
  readonly rewardKey?: string;
}

/** A body that was never read: no JSON, too large, or not of the route's shape. */
export interface InvalidBody {
  readonly status: 400 | 413 | 422;
  /** Path of the route, as the adapter has it. */
  readonly path?: string;
  readonly message: string;
  readonly issues: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
}

/** Where one field of a protocol goes in a rollout, or comes from in a reply. For the documentation. */
export interface FieldMapping {
  readonly wire: string;
  readonly rollout: string;
}

/** A protocol: its routes under one name. */
export interface Adapter {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from route to route
  readonly scores: readonly ScoreRoute<any>[];
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from route to route
  readonly plain: readonly PlainRoute<any>[];
  readonly sockets?: readonly SocketRoute[];
  readonly mapping: readonly FieldMapping[];
  /** The protocol's words for a body that cannot be read. Default: problem+json. */
  toInvalid?(invalid: InvalidBody): WireReply;
}
