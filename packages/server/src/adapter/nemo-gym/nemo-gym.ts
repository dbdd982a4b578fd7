import { randomBytes } from "node:crypto";
import type { Program } from "@guerdon/core/program";
import { z } from "zod";
import type { Adapter, FieldMapping, InvalidBody, PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import type { EnvironmentKind } from "../environment/environment-kind.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { SessionTable } from "../environment/session-table.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { aggregateMetrics } from "./aggregate-metrics.ts";
import { compareByModel } from "./compare-by-model.ts";
import { type Comparison, compareByProgram } from "./compare-by-program.ts";
import { type Episodes, gymnasiumRoutes, sessionRoutes } from "./episodes.ts";
import { signedCookie } from "./signed-cookie.ts";
import { verify } from "./verify.ts";

export interface NemoGymOptions {
  /** The first is the one that is played. */
  readonly environments: readonly EnvironmentKind[];
  /** Sessions at once. Default 4096. */
  readonly maxSessions?: number;
  /** Default 1 hour. */
  readonly idleTimeoutMs?: number;
  /** How `/compare` makes its pairs, and who judges them. */
  readonly comparison?: Comparison;
  /** What cookies are signed with. Default: random, so that sessions end with the process. */
  readonly secret?: Buffer;
}

const MAPPING: readonly FieldMapping[] = [
  { wire: "responses_create_params.instructions, .input", rollout: "prompt; group: by its content" },
  { wire: "response.output[]", rollout: "completion: messages, reasoning, tool calls and their results" },
  { wire: "(task fields)", rollout: "item" },
  { wire: "_ng_task_index, _ng_rollout_index, other _ng_*", rollout: "meta" },
  { wire: "reward", rollout: "total" },
  { wire: "reward_components.TERM, TERM", rollout: "each term, and TERM_present: whether it is there" },
  {
    wire: "_ng_failure_class",
    rollout: "blame of a total that is missing: judge_failed, sandbox_failed, …, abstained",
  },
  { wire: "conversation_history, response_objs[], principle", rollout: "prompt, one rollout each, item.principle" },
];

/** NeMo Gym's resources server, and beside it the gymnasium variant, whose routes have names of their own. */
export function nemoGym(options: NemoGymOptions): readonly [Adapter, Adapter] {
  const { environments, maxSessions = 4096, idleTimeoutMs = 3_600_000, secret = randomBytes(32) } = options;
  const episodes: Episodes = {
    kind: environments[0],
    table: new SessionTable<EpisodeSession>({ capacity: maxSessions, idleTimeoutMs }),
    cookie: signedCookie("guerdon___nemo_gym", secret),
  };
  const { strategy = "circular", judge } = options.comparison ?? {};
  const common = { mapping: MAPPING, toInvalid: (invalid: InvalidBody) => validationDetail(invalid) };
  return [
    {
      ...common,
      name: "nemo-gym",
      scores: [verify, ...(judge === undefined ? [compareByProgram(strategy)] : [])],
      plain: [
        ...sessionRoutes(episodes),
        aggregateMetrics,
        reverifyMode,
        ...(judge === undefined ? [] : [compareByModel(judge, strategy)]),
      ],
    },
    { ...common, name: "nemo-gymnasium", scores: [], plain: [...gymnasiumRoutes(episodes), aggregateMetrics] },
  ];
}

const reverifyMode: PlainRoute<unknown> = {
  method: "GET",
  path: "/reverify_mode",
  reply: z.enum(["stateless", "unsupported", "unknown"]),
  answer: (_, call): WireReply => {
    const program = servedProgram(call);
    const body = program === undefined ? "unknown" : isStateless(program) ? "stateless" : "unsupported";
    return { status: 200, body };
  },
};

function servedProgram({ service, settings }: PlainCall): Program | undefined {
  const name = settings.program ?? service.programs.keys().next().value;
  return name === undefined ? undefined : service.programs.get(name);
}

/** Whether a row scored again, alone and at any time, scores the same: no term looks at others or remembers. */
function isStateless({ terms }: Program): boolean {
  return terms.every(({ scope, body }) => scope === "rollout" && !(body.kind === "transform" && body.piece.adaptive));
}
