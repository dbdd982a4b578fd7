import { RewardError } from "@guerdon/core/error";
import type { Adapter, FieldMapping, PlainCall } from "../adapter.ts";
import type { EnvironmentKind } from "../environment/environment-kind.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { SessionTable } from "../environment/session-table.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { RPC, rpcError } from "./answer-rpc.ts";
import { openenvRoutes } from "./openenv-routes.ts";
import { openenvSockets } from "./openenv-sockets.ts";
import { SessionPool } from "./session-pool.ts";

export interface OpenEnvOptions {
  /** The first is the one of clients that name none; others by `?environment=NAME`. */
  readonly environments: readonly EnvironmentKind[];
  /** Sessions at once. Default 4096. */
  readonly maxSessions?: number;
  /** A session that is not used for so long is closed. Default 10 minutes. */
  readonly idleTimeoutMs?: number;
}

const RESERVED = ["reset", "step", "state", "close"];

const MAPPING: readonly FieldMapping[] = [
  {
    wire: "data of reset: seed, episode_id, others",
    rollout: "choice of the row: `row`, else by the seed, else the next",
  },
  { wire: "data of step: message", rollout: "completion: one message of the assistant" },
  { wire: "observation.messages", rollout: "prompt, then completion" },
  { wire: "observation.terms", rollout: "terms as numbers; the protocol drops metadata, so they stand here" },
  { wire: "reward", rollout: "total" },
];

/**
 * OpenEnv's environment server. Episodes are played on `/ws`, one environment a socket; each call of `/reset` and
 * `/step` has an environment of its own that ends with it.
 *
 * @throws RewardError GUERDON_OPTION for a tool that is named like a message of the protocol
 */
export function openenv({ environments, maxSessions = 4096, idleTimeoutMs = 600_000 }: OpenEnvOptions): Adapter {
  for (const { name, tools } of environments) rejectReserved(name, tools?.map((tool) => tool.name) ?? []);
  const table = new SessionTable<EpisodeSession>({ capacity: maxSessions, idleTimeoutMs });
  const poolOf = (call: PlainCall): SessionPool | undefined => {
    const { environment } = call.query;
    const kind = environment === undefined ? environments[0] : environments.find(({ name }) => name === environment);
    return kind && new SessionPool(kind, table, call);
  };
  return {
    name: "openenv",
    scores: [],
    plain: openenvRoutes(poolOf),
    sockets: openenvSockets(poolOf, idleTimeoutMs),
    mapping: MAPPING,
    toInvalid: (invalid) =>
      invalid.path === "/mcp"
        ? { status: 200, body: rpcError(RPC.parse, `Parse error: ${invalid.message}`) }
        : validationDetail(invalid),
  };
}

function rejectReserved(environment: string, tools: readonly string[]): void {
  const taken = tools.find((tool) => RESERVED.includes(tool));
  if (taken === undefined) return;
  throw new RewardError("GUERDON_OPTION", `Expected no tool of \`${environment}\` to be named \`${taken}\`, got one.`, {
    hint: `The protocol has messages of the names ${RESERVED.join(", ")}.`,
  });
}
