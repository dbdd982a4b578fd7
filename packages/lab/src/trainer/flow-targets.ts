import { streamKey, uniformAt } from "@guerdon/core/random";
import { diffusionPath, type FlowShape, type PathName, writeFlowTime } from "../policy/index.ts";
import { type HostInputs, normalAt } from "../tensor/index.ts";
import type { SampleWorld } from "../world/index.ts";
import { createTeacherWays, type FlowTeacher } from "./flow-teacher.ts";

export interface TargetOptions {
  readonly path?: PathName;
  /** How times are drawn: evenly, or as σ(z) with normal z, which prefers the middle. */
  readonly times?: "uniform" | "logit-normal";
  /** A model whose ways are learnt in place of the data's own targets: a consistency model of it. */
  readonly teacher?: FlowTeacher;
}

/** Mixed samples with the targets of the network, in arrays that are written over by the next draw. */
export interface FlowTargets {
  /** Inputs of the model of a flow policy, with deviation 1. */
  readonly inputs: HostInputs;
  /** [B] `reward` of the clean samples. */
  readonly rewards: Float64Array;
  /** Examples number `first` … `first + B − 1`. */
  draw(key: number, first: number): void;
}

/**
 * Draws examples of a world, mixes them with noise by a path, and says what the network should answer.
 */
export function createFlowTargets(
  settings: TargetOptions & { readonly world: SampleWorld; readonly shape: FlowShape },
  width: number,
  count: number,
): FlowTargets {
  const { world, teacher } = settings;
  const { size, conditions, measures } = world;
  const observations = new Float32Array(count * width);
  const actions = new Float32Array(count * 2 * size);
  const rewards = new Float64Array(count);
  const [sample, noise, condition] = [new Float64Array(size), new Float64Array(size), new Float64Array(conditions)];
  const measured = new Float64Array(measures.length);
  const times = new Float64Array(count);
  const mixer = createMixer(settings, width);
  const ways = teacher === undefined ? undefined : createTeacherWays(teacher, settings, width, count);
  return {
    inputs: {
      observations: { data: observations, shape: [count, width] },
      actions: { data: actions, shape: [count, 2 * size] },
    },
    rewards,
    draw: (key, first) => {
      const streams = { data: streamKey(key, "data"), noise: streamKey(key, "noise"), time: streamKey(key, "time") };
      for (let b = 0; b < count; b++) {
        const index = first + b;
        for (let d = 0; d < size; d++) noise[d] = normalAt(streams.noise, index * size + d);
        world.draw(streams.data, index, sample, condition);
        world.measure(sample, condition, measured);
        rewards[b] = measured[0] as number;
        times[b] = mixer.timeAt(streams.time, index);
        mixer.mix({ sample, noise, condition }, times[b] as number, observations, actions, b);
      }
      ways?.replace(observations, times, actions);
    },
  };
}

/** One sample with the noise to be mixed in. */
interface Mixture {
  readonly sample: Float64Array;
  readonly noise: Float64Array;
  readonly condition: Float64Array;
}

/** Writes rows of what a network is shown and should say. */
export interface Mixer {
  /** Time number `index` of a stream. */
  timeAt(key: number, index: number): number;
  /** Row `row` of observations and actions: x_t with deviation 1, and the path's target. */
  mix(mixture: Mixture, time: number, observations: Float32Array, actions: Float32Array, row: number): void;
}

export function createMixer(
  { path: name = "velocity", times = "uniform", shape }: TargetOptions & { readonly shape: FlowShape },
  width: number,
): Mixer {
  const path = diffusionPath(name);
  const { size, conditions = 0 } = shape;
  const { ofPoint, ofOutput } = path.target;
  return {
    timeAt: (key, index) => {
      if (times === "uniform") return path.last * uniformAt(key, index);
      return path.last / (1 + Math.exp(-normalAt(key, index)));
    },
    mix: ({ sample, noise, condition }, time, observations, actions, row) => {
      const [signal, share] = [path.signal(time), path.noise(time)];
      for (let d = 0; d < size; d++) {
        const [clean, drawn] = [sample[d] as number, noise[d] as number];
        observations[row * width + d] = signal * clean + share * drawn;
        actions[2 * row * size + d] = ofPoint * clean + ofOutput * drawn;
      }
      for (let c = 0; c < conditions; c++) observations[row * width + size + c] = condition[c] as number;
      writeFlowTime(shape, { time, next: time, deviation: 1, gain: 0 }, observations, row * width);
    },
  };
}
