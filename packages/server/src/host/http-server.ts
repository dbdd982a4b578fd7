import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { RewardError } from "@guerdon/core/error";
import type { z } from "zod";
import { problemBody, problemOf } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";
import type { HostCall, HostReply, HostRoute, Scope } from "./route.ts";
import type { RouteTable } from "./route-table.ts";
import { sendReply } from "./send-reply.ts";

/** What became of a request, for log and metrics. */
export interface Handled {
  readonly requestId: string;
  readonly method: string;
  /** Path of the route with its parameters in braces; none where there is no route. */
  readonly route: HostRoute | undefined;
  readonly status: number;
  readonly seconds: number;
}

export interface HttpServerOptions {
  readonly table: RouteTable;
  readonly limits?: Partial<RequestLimits>;
  /** @throws RewardError GUERDON_ACCESS, GUERDON_LIMIT when the client may not ask this */
  readonly admit?: (request: IncomingMessage, scope: Scope) => void;
  readonly onHandled?: (handled: Handled) => void;
  readonly onError?: (error: unknown, requestId: string) => void;
}

/** A server that listens. */
export interface ListeningServer {
  readonly server: Server;
  readonly port: number;
  /** Accepts no more, lets what is under way end for at most `drainMs`, then cuts connections. */
  close(drainMs: number): Promise<void>;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Connections that may wait to be taken: a training run opens thousands at once. */
const BACKLOG = 4096;

/** Listens for HTTP on an address and answers by a table of routes. */
export async function listen(options: HttpServerOptions, host: string, port: number): Promise<ListeningServer> {
  const limits = { ...REQUEST_LIMITS, ...options.limits };
  let ids = 0;
  const prefix = `${process.pid.toString(36)}-${Date.now().toString(36)}`;
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
      noDelay: true,
    },
    (request, response) => {
      const given = request.headers["x-request-id"];
      const requestId =
        typeof given === "string" && REQUEST_ID.test(given) ? given : `${prefix}-${(++ids).toString(36)}`;
      void handle(request, response, requestId, { ...options, limits });
    },
  );
  server.maxConnections = limits.maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, host, port)));
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, close: (drainMs) => close(server, drainMs) };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  options: HttpServerOptions & { readonly limits: RequestLimits },
): Promise<void> {
  const started = performance.now();
  const { method = "GET", url = "/" } = request;
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const match = options.table.find(method, path);
  let reply: HostReply;
  try {
    if (match === undefined) throw noRoute(method, path, options.table);
    const { route, params } = match;
    if (route.scope !== undefined) options.admit?.(request, route.scope);
    const body = route.body === undefined ? undefined : bodyOf(route.body, await readJson(request, options.limits));
    const query = mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
    const report = (error: unknown): void => options.onError?.(error, requestId);
    const isGone = (): boolean => response.closed && !response.writableFinished;
    reply = await route.answer({ request, requestId, params, query, body, isGone, report } satisfies HostCall);
  } catch (error) {
    reply = refusal(error, requestId, match?.route, options);
  }
  await sendReply(response, reply, requestId).catch((error) => options.onError?.(error, requestId));
  if (!request.complete) request.resume();
  const seconds = (performance.now() - started) / 1000;
  options.onHandled?.({ requestId, method, route: match?.route, status: reply.status, seconds });
}

function bodyOf(schema: z.ZodType, json: unknown): unknown {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 16).map(({ path, message }) => ({ path: path.map(place), message }));
  const words = issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; ");
  throw new RewardError("GUERDON_REQUEST", `Expected a body of the route's shape, got another: ${words}.`, {
    details: { issues },
  });
}

function place(part: PropertyKey): string | number {
  return typeof part === "number" ? part : String(part);
}

function refusal(
  error: unknown,
  requestId: string,
  route: HostRoute | undefined,
  { onError }: HttpServerOptions,
): HostReply {
  const problem = problemOf(error, requestId);
  if (problem.status >= 500) onError?.(error, requestId);
  const { status, detail, retryAfterSeconds, issues = [] } = problem;
  const spoken =
    route?.toInvalid !== undefined && (status === 400 || status === 413 || status === 422)
      ? route.toInvalid({ status, message: detail, issues })
      : { status, body: problemBody(problem), headers: { "content-type": "application/problem+json" } };
  const headers = {
    ...spoken.headers,
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(status === 413 ? { connection: "close" } : {}),
    ...(RewardError.is(error) && typeof error.details.allow === "string" ? { allow: error.details.allow } : {}),
  };
  return { ...spoken, headers };
}

function noRoute(method: string, path: string, table: RouteTable): RewardError {
  const allowed = table.methodsOf(path);
  const hint = "GET /openapi.json names every path.";
  if (allowed.length === 0) {
    return new RewardError("GUERDON_ROUTE", `Expected a path of the server, got \`${path.slice(0, 200)}\`.`, { hint });
  }
  const allow = allowed.join(", ");
  const message = `Expected ${allow} for \`${path.slice(0, 200)}\`, got ${method}.`;
  return new RewardError("GUERDON_ROUTE", message, { hint, details: { status: 405, allow } });
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): RewardError {
  const got = cause.code === "EADDRINUSE" ? "one that another process has" : (cause.code ?? cause.message);
  return new RewardError("GUERDON_OPTION", `Expected \`port\` ${port} of ${host} to be free, got ${got}.`, {
    hint: "Take another one, or 0 for any that is free.",
    cause,
  });
}

async function close(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(cut);
}
