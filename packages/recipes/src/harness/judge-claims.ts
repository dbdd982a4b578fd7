import { RewardError } from "@guerdon/core/error";
import type { Claim, Study } from "./recipe.ts";
import { type ArmRuns, createSamples, type Reading } from "./samples.ts";

/**
 * What has become of a claim.
 *
 * - `held`: it holds with the treatment, and not with the control in its place
 * - `negative`: it does not hold with the treatment
 * - `unfalsifiable`: it holds with the control in the treatment's place just as well, and so says nothing
 * - `unmeasured`: a run that it asks for has failed
 */
export type Verdict = "held" | "negative" | "unfalsifiable" | "unmeasured";

/** A claim with its verdict and the numbers it looked at. */
export interface JudgedClaim extends Pick<Claim, "says" | "source"> {
  readonly central: boolean;
  readonly verdict: Verdict;
  /** Why it is unmeasured. */
  readonly reason?: string;
  /** What was read with the treatment. */
  readonly readings: readonly Reading[];
  /** What was read with the control in its place. */
  readonly controlReadings: readonly Reading[];
}

/** Judges every claim of a study twice: with the treatment it must hold, with the control in its place it must fail. */
export function judgeClaims(study: Study, runs: ArmRuns): readonly JudgedClaim[] {
  return study.claims.map((claim) => {
    const { says, source, central = false } = claim;
    const swap = claim.swap ?? { [study.treatment]: study.control };
    const treated = judge(claim, runs, {});
    const controlled = judge(claim, runs, swap);
    const reason = treated.reason ?? controlled.reason;
    return {
      says,
      source,
      central,
      verdict: reason !== undefined ? "unmeasured" : verdictOf(treated.holds, controlled.holds),
      ...(reason === undefined ? {} : { reason }),
      readings: treated.readings,
      controlReadings: controlled.readings,
    };
  });
}

function verdictOf(holds: boolean, survives: boolean): Verdict {
  if (!holds) return "negative";
  return survives ? "unfalsifiable" : "held";
}

interface Judgement {
  readonly holds: boolean;
  readonly reason?: string;
  readonly readings: readonly Reading[];
}

function judge(claim: Claim, runs: ArmRuns, swap: { readonly [arm: string]: string }): Judgement {
  const { samples, readings } = createSamples(runs, swap);
  try {
    return { holds: claim.holds(samples), readings };
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return { holds: false, reason: error.message, readings };
  }
}
