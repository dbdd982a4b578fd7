import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import type { HostRoute } from "../host/route.ts";
import {
  runSchema,
  runsReplySchema,
  stepReplySchema,
  stepRequestSchema,
  type WireStepRequest,
} from "../protocol/index.ts";
import type { RewardService } from "../service/reward-service.ts";
import type { RunSummary, Store } from "../store/store.ts";

const FACTS = { protocol: "native", scope: "score" } as const;

/** `GET /v1/runs`, `GET /v1/runs/{id}`, `POST /v1/runs/{id}/step`. */
export function runRoutes(service: RewardService, store: Store | undefined): readonly HostRoute[] {
  return [
    {
      ...FACTS,
      method: "GET",
      path: "/v1/runs",
      operationId: "listRuns",
      summary: "Lists the training runs, the last used first.",
      reply: runsReplySchema,
      answer: async () => ({ status: 200, body: { runs: ((await store?.listRuns()) ?? []).map(wireRun) } }),
    },
    {
      ...FACTS,
      method: "GET",
      path: "/v1/runs/{id}",
      operationId: "getRun",
      summary: "Says what is kept of a training run.",
      reply: runSchema,
      async answer({ params: { id = "" } }) {
        const run = await store?.findRun(id);
        if (run === undefined) throw noRun(id);
        return { status: 200, body: wireRun(run) };
      },
    },
    {
      ...FACTS,
      method: "POST",
      path: "/v1/runs/{id}/step",
      operationId: "endStep",
      summary: "Ends a training step, and the open ones below it: the state of adaptive pieces moves, once.",
      body: stepRequestSchema,
      reply: stepReplySchema,
      async answer({ params: { id = "" }, body }) {
        return { status: 200, body: await service.endStep(id, (body as WireStepRequest).step) };
      },
    },
  ];
}

function wireRun({
  run,
  programName,
  programHash,
  step,
  batches,
  rollouts,
  late,
  createdAt,
  lastAt,
}: RunSummary): Json {
  const kept = { step, batches, rollouts, late, createdAt: createdAt.toISOString(), lastAt: lastAt.toISOString() };
  return { run, program: programName, version: programHash, ...kept };
}

function noRun(id: string): RewardError {
  return new RewardError("GUERDON_ROUTE", `Expected a run that has begun, got \`${id}\`.`, {
    hint: "GET /v1/runs names the runs; a run begins with its first scores.",
  });
}
