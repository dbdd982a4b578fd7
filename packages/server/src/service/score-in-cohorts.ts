import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import type { Rollout } from "@guerdon/core/signal";
import type { CohortTable } from "./cohort-table.ts";
import type { ExecutedBatch } from "./executor.ts";
import { type JoinedPlaces, joinPlaces } from "./join-places.ts";
import type { KeptMembers } from "./kept-members.ts";
import { contentHash } from "./request-key.ts";
import type { CohortPolicy, ScoreRequest } from "./reward-service.ts";

/** A request whose groups are not whole. */
export interface CohortOrder {
  readonly request: ScoreRequest;
  readonly program: Program;
  readonly step: number;
  readonly policy: CohortPolicy;
}

/** Where cohorts wait, and what is kept of those that were closed before. */
export interface CohortParts {
  readonly cohorts: CohortTable;
  readonly kept: KeptMembers | undefined;
}

/**
 * Scores each rollout of a request with its cohort; one of a run that is kept already has its place.
 *
 * @param score - scores a cohort that is closed
 * @throws RewardError GUERDON_DEADLINE for a cohort that is not complete in time and may not be scored in part
 */
export async function scoreInCohorts(
  { cohorts, kept }: CohortParts,
  { request, program, step, policy }: CohortOrder,
  score: (members: readonly Rollout[]) => Promise<ExecutedBatch>,
): Promise<JoinedPlaces> {
  const { run, rollouts, key, isGone = () => false } = request;
  const close = async (members: readonly Rollout[], complete: boolean): Promise<ExecutedBatch> => {
    if (!complete && policy.partial === "fail") throw incomplete(members, policy);
    return score(members);
  };
  const known = run === undefined ? [] : ((await kept?.find(run, step, rollouts)) ?? []);
  const places = await Promise.all(
    rollouts.map((rollout, i) => {
      const place = known[i];
      if (place !== undefined) return place;
      const member = {
        cohort: `${program.hash}\n${run ?? ""}\n${step}\n${rollout.group}`,
        key: key === undefined ? contentHash([rollout]) : `${key}:${i}`,
        keyed: key !== undefined,
        inRun: run !== undefined,
        rollout,
        policy,
        isGone,
      };
      return cohorts.join(member, close);
    }),
  );
  return joinPlaces(places);
}

function incomplete(members: readonly Rollout[], { size, waitMs }: CohortPolicy): RewardError {
  return new RewardError(
    "GUERDON_DEADLINE",
    `Expected ${size} rollouts of group \`${members[0]?.group}\` within ${waitMs} ms, got ${members.length}.`,
    { hint: "Send whole groups, or wait longer for the members.", details: { retryAfterSeconds: 1 } },
  );
}
