import { FLOW_CONTEXT, type FlowShape } from "./flow-shape.ts";
import type { Actor } from "./policy.ts";

/** One step of generation, as a guide sees it. */
export interface GuidedStep {
  /** [D] the noisy sample x_t. */
  readonly point: Float64Array;
  /** [C] */
  readonly condition: Float64Array;
  readonly time: number;
  readonly next: number;
}

/**
 * Writes by how much the sample of the next time is moved: for a reward of noisy samples λ·(t − t')·∇r(x_t).
 *
 * @param shift - [D]
 */
export type Guide = (step: GuidedStep, shift: Float64Array) => void;

/**
 * An actor whose samples are moved by a guide, while their density stays that of the policy without it.
 *
 * So the gradient of the policy makes likely what the guide proposed and the reward confirmed: the guide is learnt by
 * the network, and generation needs it no more.
 *
 * @param share - c of the density of a flow head
 * @paper 010 §Mechanism 2–3 (guided step; density around the unguided mean)
 */
export function guideActor(actor: Actor, guide: Guide, shape: FlowShape, share: number): Actor {
  const { size, conditions = 0 } = shape;
  const shift = new Float64Array(size);
  const step = { point: new Float64Array(size), condition: new Float64Array(conditions), time: 0, next: 0 };
  return {
    ...actor,
    act: (observations, into, draw, legal) => {
      actor.act(observations, into, draw, legal);
      const rows = into.logProbs.length;
      const width = observations.length / rows;
      for (let n = 0; n < rows; n++) {
        const at = n * width;
        for (let d = 0; d < size; d++) step.point[d] = observations[at + d] as number;
        for (let c = 0; c < conditions; c++) step.condition[c] = observations[at + size + c] as number;
        const context = at + width - FLOW_CONTEXT;
        const [deviation, gain] = [observations[context] as number, observations[context + 1] as number];
        step.time = observations[context + 2] as number;
        step.next = observations[context + 3] as number;
        guide(step, shift);
        let change = 0;
        for (let d = 0; d < size; d++) {
          const [taken, said] = [2 * n * size + d, (2 * n + 1) * size + d];
          const away = (into.drawn[taken] as number) - (into.drawn[said] as number);
          const moved = away + (shift[d] as number) / gain;
          into.drawn[taken] = (into.drawn[said] as number) + moved;
          if (deviation > 0) change -= (0.5 * (moved * moved - away * away)) / (deviation * deviation);
        }
        into.logProbs[n] = (into.logProbs[n] as number) + share * change;
      }
      into.actions.set(into.drawn);
    },
  };
}
