import { streamKey } from "@guerdon/core/random";
import type { Metrics } from "../experiment/run.ts";
import { createFlowSampler, type DenoisingStep, type FlowShape, type Policy } from "../policy/index.ts";
import { type HostTree, normalAt } from "../tensor/index.ts";
import type { SampleWorld } from "../world/index.ts";

export interface FlowEvaluation {
  readonly world: SampleWorld;
  readonly policy: Policy;
  readonly shape: FlowShape;
  /** Steps without noise are the ODE; noise is drawn where they have some. */
  readonly schedule: readonly DenoisingStep[];
  readonly count: number;
  readonly method?: "euler" | "heun";
}

/** Generates samples and measures them, for one set of parameters after the other. */
export interface FlowEvaluator {
  /** [N, D] and [N, C] of the last call. */
  readonly samples: Float64Array;
  readonly conditions: Float64Array;
  /** Means of the world's measures, by name; the same noise and conditions for the same seed. */
  evaluate(parameters: HostTree, seed: number): Metrics;
}

/** Measures what a model generates: the same start noise for the same seed, so that models are compared in pairs. */
export function createFlowEvaluator(settings: FlowEvaluation): FlowEvaluator {
  const { world, policy, shape, schedule, count, method } = settings;
  const { size, conditions: width, measures } = world;
  const sampler = createFlowSampler(policy, shape, schedule, count, method);
  const [noise, samples] = [new Float64Array(count * size), new Float64Array(count * size)];
  const conditions = new Float64Array(count * width);
  const out = new Float64Array(measures.length);
  return {
    samples,
    conditions,
    evaluate: (parameters, seed) => {
      const key = streamKey(seed, "evaluation");
      const ask = streamKey(seed, "asked");
      for (let i = 0; i < noise.length; i++) noise[i] = normalAt(key, i);
      for (let n = 0; n < count; n++) world.ask(ask, n, conditions.subarray(n * width, (n + 1) * width));
      sampler.actor.load(parameters);
      sampler.run(noise, conditions, samples, { key: streamKey(seed, "steps"), step: 0 });
      const sums = new Float64Array(measures.length);
      for (let n = 0; n < count; n++) {
        const [sample, condition] = [rowOf(samples, n, size), rowOf(conditions, n, width)];
        world.measure(sample, condition, out);
        for (let m = 0; m < out.length; m++) sums[m] = (sums[m] as number) + (out[m] as number) / count;
      }
      return Object.fromEntries(measures.map((name, m) => [name, sums[m] as number]));
    },
  };
}

function rowOf(rows: Float64Array, row: number, width: number): Float64Array {
  return rows.subarray(row * width, (row + 1) * width);
}
