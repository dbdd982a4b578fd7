import type { Adapter } from "./adapter.ts";
import type { EnvironmentKind } from "./environment/environment-kind.ts";
import { evalProtocol } from "./eval-protocol/eval-protocol.ts";
import type { RemoteRollouts } from "./eval-protocol/remote-rollouts.ts";
import { gymHttp } from "./gym-http/gym-http.ts";
import type { Comparison } from "./nemo-gym/compare-by-program.ts";
import { nemoGym } from "./nemo-gym/nemo-gym.ts";
import { openInstruct } from "./open-instruct/open-instruct.ts";
import { openaiGraders } from "./openai-graders/openai-graders.ts";
import type { GraderRuntime } from "./openai-graders/run-grader.ts";
import { openenv } from "./openenv/openenv.ts";
import { openrlhf } from "./openrlhf/openrlhf.ts";
import type { RowSet } from "./reasoning-gym/experiment.ts";
import { reasoningGym } from "./reasoning-gym/reasoning-gym.ts";
import { sandboxFusion } from "./sandbox-fusion/sandbox-fusion.ts";
import { slime } from "./slime/slime.ts";

/** What adapters need of the process they run in; each is left out where there is none. */
export interface AdapterResources {
  /** Environments that are played over OpenEnv, NeMo Gym and gym-http. */
  readonly environments?: readonly EnvironmentKind[];
  /** Sessions of environments at once, for each protocol. */
  readonly maxSessions?: number;
  /** A session that nobody uses for so long is closed. */
  readonly sessionIdleMs?: number;
  /** How `/compare` of NeMo Gym makes its pairs, and who judges them. */
  readonly comparison?: Comparison;
  /** Rows that experiments of reasoning-gym ask. */
  readonly rowSets?: readonly RowSet[];
  /** What graders of OpenAI's API are run with; without it the API is not there. */
  readonly graders?: GraderRuntime;
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
  const { comparison, remoteRollouts, graders, rowSets = [] } = resources;
  const [gym, gymnasium] = nemoGym({ ...sessions, ...(comparison === undefined ? {} : { comparison }) });
  return [
    openrlhf,
    slime,
    gym,
    openenv(sessions),
    gymnasium,
    evalProtocol(remoteRollouts),
    ...(graders === undefined ? [] : [openaiGraders(graders)]),
    reasoningGym(rowSets),
    gymHttp(sessions),
    sandboxFusion,
    openInstruct,
  ];
}
