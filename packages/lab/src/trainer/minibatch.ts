import type { Policy } from "../policy/policy.ts";
import type { HostInputs } from "../tensor/index.ts";
import type { Experience } from "./experience.ts";

/** B steps of an update, gathered into arrays that are written over by the next gathering. */
export interface Minibatch {
  /** Inputs of the policy's model. */
  readonly inputs: HostInputs;
  /** [B] each. */
  readonly oldLogProbs: Float64Array;
  readonly oldValues: Float64Array;
  readonly advantages: Float64Array;
  readonly returns: Float64Array;
  /** Fills the arrays with the steps of some units: single steps, or all steps of a copy for policies that remember. */
  gather(order: Int32Array, from: number, advantages: Float64Array, returns: Float64Array): void;
  /** Units in a minibatch, and in an update. */
  readonly units: number;
  readonly allUnits: number;
}

/** @param size - B; for policies that remember, a multiple of T */
export function createMinibatch(experience: Experience, policy: Policy, size: number): Minibatch {
  const { steps, count, legal } = experience;
  const run = policy.memoryWidth > 0 ? steps : 1;
  const width = policy.observationWidth;
  const legalWidth = (legal?.length ?? 0) / (count * steps);
  const observations = new Float32Array(size * width);
  const length = size * policy.actionWidth;
  const actions = policy.integers ? new Int32Array(length) : new Float32Array(length);
  const legals = new Float32Array(size * legalWidth);
  const keep = new Float32Array(size);
  const memory = new Float32Array((size / run) * policy.memoryWidth);
  const columns = {
    oldLogProbs: new Float64Array(size),
    oldValues: new Float64Array(size),
    advantages: new Float64Array(size),
    returns: new Float64Array(size),
  };
  const flat = policy.integers && policy.actionWidth === 1;
  const remembers = policy.memoryWidth > 0;
  const inputs: HostInputs = {
    observations: { data: observations, shape: remembers ? [size / run, run, width] : [size, width] },
    actions: { data: actions, shape: flat ? [size] : [size, policy.actionWidth] },
    ...(legal === undefined ? {} : { legal: { data: legals, shape: [size, legalWidth] } }),
    ...(remembers
      ? {
          keep: { data: keep, shape: [size / run, run] },
          memory: { data: memory, shape: [size / run, policy.memoryWidth] },
        }
      : {}),
  };
  const gather: Minibatch["gather"] = (order, from, advantages, returns) => {
    for (let unit = 0; unit < size / run; unit++) {
      const source = (order[from + unit] as number) * run;
      for (let t = 0; t < run; t++) {
        const [at, to] = [source + t, unit * run + t];
        copyRow(observations, to, experience.observations, at, width);
        copyRow(actions, to, experience.drawn, at, policy.actionWidth);
        if (legal !== undefined) copyRow(legals, to, legal, at, legalWidth);
        keep[to] = experience.keep[at] as number;
        columns.oldLogProbs[to] = experience.logProbs[at] as number;
        columns.oldValues[to] = experience.values[at] as number;
        columns.advantages[to] = advantages[at] as number;
        columns.returns[to] = returns[at] as number;
      }
      if (remembers) copyRow(memory, unit, experience.memory, order[from + unit] as number, policy.memoryWidth);
    }
  };
  return { inputs, ...columns, gather, units: size / run, allUnits: (count * steps) / run };
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

function copyRow(into: Numbers, row: number, from: Numbers, source: number, width: number): void {
  const [to, at] = [row * width, source * width];
  for (let k = 0; k < width; k++) into[to + k] = from[at + k] as number;
}
