import type { IncomingMessage } from "node:http";
import type { Json } from "@guerdon/core/signal";
import type { z } from "zod";
import type { InvalidBody, WireReply } from "../adapter/adapter.ts";

/** What a key may do. */
export type Scope = "score" | "metrics" | "admin";

/** A request on its way to a route. */
export interface HostCall {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** The body, of the route's shape; undefined where the route reads none. */
  readonly body: unknown;
  /** Nobody waits for the answer any more. */
  readonly isGone: () => boolean;
  /** Writes an error to the log under the id of the request. */
  readonly report: (error: unknown) => void;
}

/** What a route answers: JSON, a text, or JSON lines as they come. */
export type HostReply =
  | WireReply
  | { readonly status: number; readonly text: string; readonly type: string; readonly headers?: WireReply["headers"] }
  | { readonly status: number; readonly lines: AsyncIterable<Json>; readonly headers?: WireReply["headers"] };

/** A route of the host, whatever protocol it belongs to. */
export interface HostRoute {
  readonly method: "GET" | "POST" | "DELETE";
  /** With parameters in braces. */
  readonly path: string;
  readonly protocol: string;
  /** What a key must allow; a route without needs no key. */
  readonly scope?: Scope;
  /** For the OpenAPI document. */
  readonly summary: string;
  /** Name of the method in clients that are made of the OpenAPI document. Default: method and path. */
  readonly operationId?: string;
  /** Shape of the body; a route without reads none. */
  readonly body?: z.ZodType | undefined;
  /** Shape of the answer when all is well. */
  readonly reply?: z.ZodType;
  /** The protocol's words for a body that cannot be read. */
  readonly toInvalid?: ((invalid: InvalidBody) => WireReply) | undefined;
  answer(call: HostCall): Promise<HostReply> | HostReply;
}
