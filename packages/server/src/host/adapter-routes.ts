import { RewardError } from "@guerdon/core/error";
import type { Adapter, AdapterSettings, PlainRoute, ScoreRoute, WireReply } from "../adapter/adapter.ts";
import type { RewardService } from "../service/reward-service.ts";
import type { HostRoute } from "./route.ts";

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
  return {
    ...factsOf(adapter, route),
    async answer({ body, query, isGone, report }) {
      const own = settingsOf(settings, query);
      try {
        const reply = route.toReply(await service.score({ ...route.toRequest(body, own), isGone }), body, own);
        if (reply.status >= 500) report(reply.body); // rollouts that failed, in the protocol's words
        return reply;
      } catch (error) {
        report(error);
        return withRetryAfter(route.toFailure(error, body, own), error);
      }
    },
  };
}

function plainRoute(adapter: Adapter, route: PlainRoute<unknown>, { service, settings }: AdapterHost): HostRoute {
  return {
    ...factsOf(adapter, route),
    async answer({ body, params, query, request, report }) {
      const headers = request.headers as { readonly [name: string]: string };
      const reported: unknown[] = [];
      const call = { params, query, headers, service, settings: settingsOf(settings, query) };
      const reply = await route.answer(body, { ...call, report: (error) => void reported.push(error) });
      if (reply.status >= 500) report(reported[0] ?? reply.body);
      return reply;
    },
  };
}

function factsOf(
  adapter: Adapter,
  { method, path, body, reply }: ScoreRoute<unknown> | PlainRoute<unknown>,
): Omit<HostRoute, "answer"> {
  return {
    method,
    path,
    body,
    reply,
    protocol: adapter.name,
    summary: `${adapter.name}: ${method} ${path}`,
    scope: "score",
    toInvalid: adapter.toInvalid && ((invalid) => adapter.toInvalid?.({ ...invalid, path }) as WireReply),
  };
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

function withRetryAfter(reply: WireReply, error: unknown): WireReply {
  const seconds = RewardError.is(error) ? error.details.retryAfterSeconds : undefined;
  if (typeof seconds !== "number" || reply.status < 400) return reply;
  return { ...reply, headers: { ...reply.headers, "retry-after": String(seconds) } };
}
