import { RewardError } from "@guerdon/core/error";
import type { Run } from "../experiment/run.ts";
import type { HostTree } from "../tensor/index.ts";

/** A run whose parameters can be read. */
export type StageRun = Run & { parameters(): HostTree };

/** What the state of a run calls the arrays of its learner. */
const LEARNER = "learner.";

/**
 * Runs one after the other as one: each stage goes on with what the one before has learnt.
 *
 * The learner is handed on whole, with the state of its optimiser; environment and program are each stage's own.
 * Updates are counted on through the stages, and `end` is the sum of theirs. Stages must have the same policy and
 * optimiser.
 *
 * @param stages - runs that have just begun
 * @throws RewardError GUERDON_OPTION when there is no stage
 * @paper 176 §Mechanism (each stage starts from the weights of the one before)
 */
export function stagedRun(stages: readonly StageRun[]): StageRun {
  if (stages.length === 0) throw new RewardError("GUERDON_OPTION", "Expected at least one stage, got none.");
  let stage = 0;
  const now = (): StageRun => stages[stage] as StageRun;
  const goOn = (): void => {
    const learnt = Object.entries(now().save().arrays).filter(([name]) => name.startsWith(LEARNER));
    stage += 1;
    const { json, arrays } = now().save();
    now().restore({ json, arrays: { ...arrays, ...Object.fromEntries(learnt) } });
  };
  return {
    end: stages.reduce((sum, { end }) => sum + end, 0),
    get updates() {
      return stages.slice(0, stage).reduce((sum, { end }) => sum + end, 0) + now().updates;
    },
    update: () => {
      if (now().updates === now().end && stage + 1 < stages.length) goOn();
      return now().update();
    },
    parameters: () => now().parameters(),
    save: () => {
      const { json, arrays } = now().save();
      return { json: { stage, run: json }, arrays };
    },
    restore: ({ json, arrays }) => {
      const saved = json as { readonly stage: number; readonly run: ReturnType<Run["save"]>["json"] };
      stage = saved.stage;
      now().restore({ json: saved.run, arrays });
    },
    close: () => {
      for (const run of stages) run.close();
    },
  };
}
