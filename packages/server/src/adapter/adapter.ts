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

/** Any other route of a protocol: sessions, listings, modes. May keep state of its own through the host's session table. */
export interface PlainRoute<Body> {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: z.ZodType<Body>;
  readonly reply: z.ZodType;
  answer(body: Body, call: PlainCall): Promise<WireReply> | WireReply;
}

/** What a plain route is called with. */
export interface PlainCall {
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly headers: { readonly [name: string]: string };
  readonly service: RewardService;
  readonly settings: AdapterSettings;
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
}

/** A protocol: its routes under one name. */
export interface Adapter {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from route to route
  readonly scores: readonly ScoreRoute<any>[];
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from route to route
  readonly plain: readonly PlainRoute<any>[];
}
