import type { Adapter } from "./adapter.ts";
import type { EnvironmentKind } from "./environment/environment-kind.ts";
import { evalProtocol } from "./eval-protocol/eval-protocol.ts";
import type { RemoteRollouts } from "./eval-protocol/remote-rollouts.ts";
import { openenv } from "./openenv/openenv.ts";
import { openrlhf } from "./openrlhf/openrlhf.ts";
import { slime } from "./slime/slime.ts";

/** What adapters need of the process they run in; each is left out where there is none. */
export interface AdapterResources {
  /** Environments that are played over OpenEnv, NeMo Gym and gym-http. */
  readonly environments?: readonly EnvironmentKind[];
  /** Sessions of environments at once, for each protocol. */
  readonly maxSessions?: number;
  /** A session that nobody uses for so long is closed. */
  readonly sessionIdleMs?: number;
  /** Models that may be called for rollouts of eval-protocol. */
  readonly remoteRollouts?: RemoteRollouts;
}

/**
 * The adapters of every protocol.
 *
 * A host mounts each below `/NAME`, and at the root where no adapter before it in the list has the same path.
 */
export function createAdapters(resources: AdapterResources = {}): readonly Adapter[] {
  const { environments = [], maxSessions, sessionIdleMs } = resources;
  const sessions = {
    environments,
    ...(maxSessions === undefined ? {} : { maxSessions }),
    ...(sessionIdleMs === undefined ? {} : { idleTimeoutMs: sessionIdleMs }),
  };
  return [openrlhf, slime, openenv(sessions), evalProtocol(resources.remoteRollouts)];
}
