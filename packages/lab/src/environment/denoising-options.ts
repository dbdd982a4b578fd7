import type { DenoisingScheduleOptions, DenoisingStep, FlowShape } from "../policy/index.ts";
import type { SampleWorld } from "../world/sample-world.ts";
import type { Environment } from "./environment.ts";

export interface DenoisingOptions extends DenoisingScheduleOptions {
  readonly world: SampleWorld;
  /** Copies in a row that are asked for the same: one group. Default 1. */
  readonly groupSize?: number;
  /** Whether the copies of a group start from the same noise, so that they part where steps are drawn. Default true. */
  readonly sharedNoise?: boolean;
  /** Whether each step measures the clean sample it predicts: signals `predictedReward`, `predictedDistance`, … */
  readonly predicts?: boolean;
  /** F: waves the time is shown as. Default 2. */
  readonly frequencies?: number;
}

/** Generation as an environment: what a policy of it must know is at hand. */
export interface DenoisingEnvironment extends Environment {
  readonly shape: FlowShape;
  readonly schedule: readonly DenoisingStep[];
  /** [N, D] the last samples that were finished. */
  readonly samples: Float64Array;
  /** [N, C] what they were asked for. */
  readonly asked: Float64Array;
}
