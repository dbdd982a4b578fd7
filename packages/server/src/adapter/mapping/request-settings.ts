import type { CohortPolicy, ScoreRequest } from "../../service/reward-service.ts";
import type { AdapterSettings } from "../adapter.ts";

const WAIT_MS = 60_000;

/**
 * What the settings say of every request of an adapter: program, run, and cohort where samples come one by one. A
 * request that has whole groups waits for nobody.
 */
export function requestSettings({
  program,
  run,
  groupSize,
  cohortWaitMs,
}: AdapterSettings): Pick<ScoreRequest, "program" | "run" | "cohort"> {
  const cohort: CohortPolicy | undefined =
    groupSize === undefined ? undefined : { size: groupSize, waitMs: cohortWaitMs ?? WAIT_MS, partial: "fail" };
  return {
    ...(program === undefined ? {} : { program }),
    ...(run === undefined ? {} : { run }),
    ...(cohort === undefined ? {} : { cohort }),
  };
}
