import { RewardError } from "@guerdon/core/error";
import type { HostCall, HostReply, HostRoute } from "../host/route.ts";
import { type Included, scoreReplySchema, scoreRequestSchema, type WireScoreRequest } from "../protocol/index.ts";
import type { RewardService, ScoreRequest } from "../service/reward-service.ts";
import { replyColumns } from "./reply-columns.ts";
import { replyRows } from "./reply-rows.ts";
import { streamGroups } from "./stream-groups.ts";
import { toRollouts } from "./to-rollouts.ts";

const INCLUDED: readonly Included[] = ["terms", "advantage"];
const NDJSON = "application/x-ndjson";
const MAX_KEY = 512;

/** `POST /v1/score`: rollouts in, scores out, as rows, as columns, or as lines while groups are ready. */
export function scoreRoute(service: RewardService): HostRoute {
  return {
    method: "POST",
    path: "/v1/score",
    operationId: "score",
    protocol: "native",
    summary: "Scores rollouts. With `Accept: application/x-ndjson` one line a rollout, as soon as its group is scored.",
    scope: "score",
    body: scoreRequestSchema,
    reply: scoreReplySchema,
    async answer(call): Promise<HostReply> {
      const wire = call.body as WireScoreRequest;
      const request = toRequest(wire, call);
      const include = new Set(wire.include ?? INCLUDED);
      if (call.request.headers.accept?.includes(NDJSON) === true) {
        return { status: 200, lines: streamGroups(service, request, include, call) };
      }
      const reply = await service.score(request);
      const form = wire.form ?? (wire.columns === undefined ? "rows" : "columns");
      const body = form === "rows" ? replyRows(reply, request.rollouts, include) : replyColumns(reply, include);
      return { status: 200, body, headers: reply.repeated ? { "idempotent-replay": "true" } : {} };
    },
  };
}

function toRequest(wire: WireScoreRequest, { request, isGone }: HostCall): ScoreRequest {
  const { program, run, step, deadlineMs, cohort } = wire;
  const key = wire.key ?? headerKey(request.headers["idempotency-key"]);
  return {
    rollouts: toRollouts(wire),
    protocol: "native",
    isGone,
    ...(program === undefined ? {} : { program }),
    ...(run === undefined ? {} : { run }),
    ...(step === undefined ? {} : { step }),
    ...(key === undefined ? {} : { key }),
    ...(cohort === undefined ? {} : { cohort }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}

function headerKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === "string" && header.length > 0 && header.length <= MAX_KEY) return header;
  throw new RewardError(
    "GUERDON_REQUEST",
    `Expected \`Idempotency-Key\` to have 1 to ${MAX_KEY} characters, got another one.`,
  );
}
