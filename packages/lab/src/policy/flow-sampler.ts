import { RewardError } from "@guerdon/core/error";
import type { DenoisingStep } from "./denoising-schedule.ts";
import { type FlowShape, writeFlowTime } from "./flow-shape.ts";
import { type Actor, actedRows, type Policy, type StepDraw } from "./policy.ts";

/** Generates N samples at a time. */
export interface FlowSampler {
  /** The actor that says the network's outputs; parameters are loaded into it. */
  readonly actor: Actor;
  /**
   * Runs all steps of a schedule from given noise.
   *
   * @param noise - [N, D] where generation starts; left alone
   * @param conditions - [N, C]
   * @param into - [N, D] samples
   * @param draw - where the noise of steps that have some comes from; absent: none is drawn
   */
  run(noise: ArrayLike<number>, conditions: ArrayLike<number>, into: Float64Array, draw?: StepDraw): void;
}

/**
 * Generates samples by the steps of a schedule, on the host.
 *
 * `heun` asks the network a second time at the end of each step and takes the mean of both outputs: an error of Δ³ for
 * each step instead of Δ²; its last step is Euler's, as are steps with noise.
 *
 * @throws RewardError GUERDON_SHAPE when the policy is not one of this shape
 */
export function createFlowSampler(
  policy: Policy,
  shape: FlowShape,
  schedule: readonly DenoisingStep[],
  count: number,
  method: "euler" | "heun" = "euler",
): FlowSampler {
  const { size, conditions = 0 } = shape;
  if (policy.actionWidth !== 2 * size) throw foreignPolicy(policy, size);
  const actor = policy.actor(count);
  const width = policy.observationWidth;
  const observations = new Float32Array(count * width);
  const [now, later] = [actedRows(count, 2 * size), actedRows(count, 2 * size)];
  const show = (points: Float64Array, step: DenoisingStep): void => {
    for (let n = 0; n < count; n++) {
      for (let d = 0; d < size; d++) observations[n * width + d] = points[n * size + d] as number;
      writeFlowTime(shape, step, observations, n * width);
    }
  };
  const guess = new Float64Array(count * size);
  const move = (from: Float64Array, { carry, gain }: DenoisingStep, into: Float64Array, correct: boolean): void => {
    for (let n = 0; n < count; n++) {
      for (let d = 0; d < size; d++) {
        const [at, taken] = [n * size + d, 2 * n * size + d];
        const first = now.drawn[taken] as number;
        const output = correct ? 0.5 * (first + (later.drawn[taken] as number)) : first;
        into[at] = carry * (from[at] as number) + gain * output;
      }
    }
  };
  const run: FlowSampler["run"] = (noise, asked, into, draw) => {
    into.set(noise);
    for (let n = 0; n < count; n++) {
      for (let c = 0; c < conditions; c++) observations[n * width + size + c] = asked[n * conditions + c] as number;
    }
    for (const [k, step] of schedule.entries()) {
      show(into, step);
      const isDrawn = draw !== undefined && step.spread > 0;
      if (isDrawn) actor.act(observations, now, { key: draw.key, step: draw.step * schedule.length + k });
      else actor.best(observations, now);
      const corrects = method === "heun" && !isDrawn && k + 1 < schedule.length;
      if (corrects) {
        move(into, step, guess, false);
        show(guess, { ...step, time: step.next });
        actor.best(observations, later);
      }
      move(into, step, into, corrects);
    }
  };
  return { actor, run };
}

function foreignPolicy(policy: Policy, size: number): RewardError {
  return new RewardError(
    "GUERDON_SHAPE",
    `Expected a policy that generates samples of ${size} numbers, got actions of ${policy.actionWidth}.`,
    { hint: "Make the policy by `flowPolicy` of the same shape.", details: { size, got: policy.actionWidth } },
  );
}
