import { RewardError } from "@guerdon/core/error";
import type { z } from "zod";
import type { Adapter, AdapterSettings, InvalidBody, PlainRoute, ScoreRoute, WireReply } from "../adapter/adapter.ts";
import type { RewardService } from "../service/reward-service.ts";
import { problemBody, problemOf } from "./problem.ts";
import type { HostCall, HostRoute } from "./route.ts";

/** What the routes of an adapter work with. */
export interface AdapterHost {
  readonly service: RewardService;
  readonly settings: AdapterSettings;
}

/** The routes of an adapter below `/NAME`, and at the root, where the first adapter with a path has it. */
export function adapterRoutes(adapter: Adapter, host: AdapterHost): readonly HostRoute[] {
  const routes = [
    ...adapter.scores.map((route) => scoreRoute(adapter, route, host)),
    ...adapter.plain.map((route) => plainRoute(adapter, route, host)),
  ];
  return routes.flatMap((route) => [{ ...route, path: `/${adapter.name}${route.path}` }, route]);
}

function scoreRoute(adapter: Adapter, route: ScoreRoute<unknown>, { service, settings }: AdapterHost): HostRoute {
  const toInvalid = invalidOf(adapter, route.path);
  return {
    method: route.method,
    path: route.path,
    protocol: adapter.name,
    scope: "score",
    readsBody: true,
    toInvalid,
    async answer(call) {
      const parsed = route.body.safeParse(call.json);
      if (!parsed.success) return invalid(parsed.error, toInvalid, call);
      const own = settingsOf(settings, call.query);
      try {
        const request = { ...route.toRequest(parsed.data, own), isGone: call.isGone };
        return route.toReply(await service.score(request), parsed.data, own);
      } catch (error) {
        call.report(error);
        return withRetryAfter(route.toFailure(error, parsed.data, own), error);
      }
    },
  };
}

function plainRoute(adapter: Adapter, route: PlainRoute<unknown>, { service, settings }: AdapterHost): HostRoute {
  const toInvalid = invalidOf(adapter, route.path);
  return {
    method: route.method,
    path: route.path,
    protocol: adapter.name,
    scope: "score",
    readsBody: route.body !== undefined,
    toInvalid,
    answer(call) {
      const parsed = route.body?.safeParse(call.json);
      if (parsed?.success === false) return invalid(parsed.error, toInvalid, call);
      const { params, query } = call;
      const headers = call.request.headers as { readonly [name: string]: string };
      return route.answer(parsed?.data, { params, query, headers, service, settings: settingsOf(settings, query) });
    },
  };
}

/** The adapter's own words for a body of this route that cannot be read. */
function invalidOf(adapter: Adapter, path: string): HostRoute["toInvalid"] {
  if (adapter.toInvalid === undefined) return undefined;
  return (body) => adapter.toInvalid?.({ ...body, path }) as WireReply;
}

/** A trainer that can set nothing but a URL says there which program, run and group it means. */
function settingsOf(settings: AdapterSettings, query: { readonly [name: string]: string }): AdapterSettings {
  const { program, run, groupSize } = query;
  if (program === undefined && run === undefined && groupSize === undefined) return settings;
  const size = Number(groupSize);
  if (groupSize !== undefined && !(Number.isSafeInteger(size) && size > 0)) {
    throw new RewardError(
      "GUERDON_REQUEST",
      `Expected \`groupSize\` to be a whole number above 0, got \`${groupSize}\`.`,
    );
  }
  return {
    ...settings,
    ...(program === undefined ? {} : { program }),
    ...(run === undefined ? {} : { run }),
    ...(groupSize === undefined ? {} : { groupSize: size }),
  };
}

function invalid(error: z.ZodError, toInvalid: HostRoute["toInvalid"], { requestId }: HostCall): WireReply {
  const issues = error.issues.map(({ path, message }) => ({ path: path as (string | number)[], message }));
  const message = issues
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
    .slice(0, 8)
    .join("; ");
  const body: InvalidBody = { status: 422, message, issues };
  if (toInvalid !== undefined) return toInvalid(body);
  const problem = problemOf(
    new RewardError("GUERDON_REQUEST", `Expected a body of the route's shape, got ${message}.`),
    requestId,
  );
  return {
    status: problem.status,
    body: problemBody(problem),
    headers: { "content-type": "application/problem+json" },
  };
}

function withRetryAfter(reply: WireReply, error: unknown): WireReply {
  const seconds = RewardError.is(error) ? error.details.retryAfterSeconds : undefined;
  if (typeof seconds !== "number" || reply.status < 400) return reply;
  return { ...reply, headers: { ...reply.headers, "retry-after": String(seconds) } };
}
