import type { DenoisingStep } from "./denoising-schedule.ts";

/** Numbers at the end of an observation of generation that the network does not read: deviation, gain, time, next. */
export const FLOW_CONTEXT = 4;

/** What is generated, and what the network reads beside it. */
export interface FlowShape {
  /** D: numbers of a sample. */
  readonly size: number;
  /** C: numbers of the condition. Default 0. */
  readonly conditions?: number;
  /** F: waves the time is shown as, beside itself. Default 2. */
  readonly frequencies?: number;
}

/** Numbers of an observation that the network reads: sample, condition, time. */
export function flowInputs({ size, conditions = 0, frequencies = 2 }: FlowShape): number {
  return size + conditions + 1 + 2 * frequencies;
}

/**
 * Writes what comes after sample and condition in an observation: the time, its waves, and the context of the step.
 *
 *   t, sin(πt), cos(πt), sin(2πt), cos(2πt), sin(4πt), … | deviation, gain, t, t'
 *
 * @param at - where the row of the observation begins
 */
export function writeFlowTime(
  shape: FlowShape,
  { time, next, deviation, gain }: Pick<DenoisingStep, "time" | "next" | "deviation" | "gain">,
  into: Float32Array,
  at: number,
): void {
  const { size, conditions = 0, frequencies = 2 } = shape;
  let to = at + size + conditions;
  into[to++] = time;
  for (let f = 0; f < frequencies; f++) {
    const angle = Math.PI * 2 ** f * time;
    into[to++] = Math.sin(angle);
    into[to++] = Math.cos(angle);
  }
  into[to++] = deviation;
  into[to++] = gain;
  into[to++] = time;
  into[to] = next;
}
