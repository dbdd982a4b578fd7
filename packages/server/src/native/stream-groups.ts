import type { Program } from "@guerdon/core/program";
import type { Json, Rollout } from "@guerdon/core/signal";
import { problemBody, problemOf } from "../host/problem.ts";
import type { HostCall } from "../host/route.ts";
import type { Included } from "../protocol/index.ts";
import type { RewardService, ScoreRequest } from "../service/reward-service.ts";
import { replyRow } from "./reply-rows.ts";

/** A part of a streamed request that is scored by itself. */
interface Part {
  readonly request: ScoreRequest;
  /** Numbers of its rollouts in the whole request. */
  readonly indices: readonly number[];
}

/**
 * One line a rollout as soon as its group is scored, groups in the order in which they are ready. A program that looks
 * beyond groups is scored as a whole. A group that cannot be scored is a line with a problem; the others go on.
 */
export async function* streamGroups(
  service: RewardService,
  request: ScoreRequest,
  include: ReadonlySet<Included>,
  { requestId, report }: Pick<HostCall, "requestId" | "report">,
): AsyncGenerator<Json> {
  const program = request.program === undefined ? only(service.programs) : service.programs.get(request.program);
  const parts = program !== undefined && staysInGroups(program) ? byGroup(request) : [whole(request)];
  const waiting = new Map<Part, Promise<{ part: Part; lines: readonly Json[] }>>();
  for (const part of parts) {
    const lines = service.score(part.request).then(
      (reply) =>
        part.request.rollouts.map((rollout, i) => ({
          index: part.indices[i] as number,
          ...replyRow(reply, rollout, i, include),
        })),
      (error) => {
        report(error);
        return [{ error: problemBody(problemOf(error, requestId)), indices: part.indices }];
      },
    );
    waiting.set(
      part,
      lines.then((ready) => ({ part, lines: ready })),
    );
  }
  while (waiting.size > 0) {
    const { part, lines } = await Promise.race(waiting.values());
    waiting.delete(part);
    yield* lines;
  }
}

function only(programs: ReadonlyMap<string, Program>): Program | undefined {
  return programs.size === 1 ? [...programs.values()][0] : undefined;
}

function staysInGroups({ terms, credit, advantage }: Program): boolean {
  const scopes = [...terms, ...(credit === undefined ? [] : [credit])].map(({ scope }) => scope);
  return ![...scopes, ...advantage.links.map(({ piece }) => piece.scope)].includes("batch");
}

function whole(request: ScoreRequest): Part {
  return { request, indices: request.rollouts.map((_, i) => i) };
}

function byGroup(request: ScoreRequest): readonly Part[] {
  const groups = new Map<string, { rollouts: Rollout[]; indices: number[] }>();
  request.rollouts.forEach((rollout, i) => {
    const own = groups.get(rollout.group) ?? { rollouts: [], indices: [] };
    own.rollouts.push(rollout);
    own.indices.push(i);
    groups.set(rollout.group, own);
  });
  return [...groups].map(([group, { rollouts, indices }]) => {
    const key = request.key === undefined ? {} : { key: `${request.key}\n${group}` };
    return { request: { ...request, ...key, rollouts }, indices };
  });
}
