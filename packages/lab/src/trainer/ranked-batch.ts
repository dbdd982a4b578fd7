import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { FlowShape } from "../policy/index.ts";
import { type HostInputs, normalAt } from "../tensor/index.ts";
import { createMixer, type TargetOptions } from "./flow-targets.ts";

/** Samples that were made once, with what they are worth: M prompts of K each. */
export interface RankedSamples {
  /** [M·K, D] */
  readonly samples: Float64Array;
  /** [M·K, C] */
  readonly conditions: Float64Array;
  /** [M·K] */
  readonly rewards: Float64Array;
  /** K */
  readonly perPrompt: number;
}

/** What groups are drawn from, and how. */
export interface RankedDraw extends Pick<TargetOptions, "path" | "times"> {
  readonly data: RankedSamples;
  readonly shape: FlowShape;
  /** G: prompts of an update. */
  readonly groups: number;
  /** k: samples of each. */
  readonly perGroup: number;
  /** Which of the K: any, or the best and those that are worst. Default `random`. */
  readonly members?: "random" | "extremes";
}

/** Noisy members of groups, in arrays that are written over by the next draw. */
export interface RankedBatch {
  readonly inputs: HostInputs;
  readonly errors: Float64Array;
  readonly reference: Float64Array;
  readonly rewards: Float64Array;
  readonly times: Float64Array;
  draw(key: number, first: number): void;
}

/** All buffers are made here. */
export function createRankedBatch(settings: RankedDraw, width: number): RankedBatch {
  const { data, shape, groups, perGroup, members = "random" } = settings;
  const { size, conditions = 0 } = shape;
  const rows = groups * perGroup;
  const [observations, actions] = [new Float32Array(rows * width), new Float32Array(rows * 2 * size)];
  const [errors, reference, rewards] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const times = new Float64Array(groups);
  const noise = new Float64Array(size);
  const mixer = createMixer(settings, width);
  const prompts = data.rewards.length / data.perPrompt;
  const order = new Int32Array(data.perPrompt);
  return {
    inputs: {
      observations: { data: observations, shape: [rows, width] },
      actions: { data: actions, shape: [rows, 2 * size] },
    },
    ...{ errors, reference, rewards, times },
    draw: (key, first) => {
      const streams = {
        prompt: streamKey(key, "prompt"),
        noise: streamKey(key, "noise"),
        time: streamKey(key, "time"),
      };
      for (let g = 0; g < groups; g++) {
        const index = first + g;
        const from = Math.floor(uniformAt(streams.prompt, index * (data.perPrompt + 1)) * prompts) * data.perPrompt;
        for (let d = 0; d < size; d++) noise[d] = normalAt(streams.noise, index * size + d);
        times[g] = mixer.timeAt(streams.time, index);
        const counter = index * (data.perPrompt + 1) + 1;
        const ask = { count: perGroup, extremes: members === "extremes", key: streams.prompt, counter };
        const chosen = drawMembers(order, ask, data.rewards.subarray(from, from + data.perPrompt));
        for (let k = 0; k < perGroup; k++) {
          const [row, member] = [g * perGroup + k, from + (chosen[k] as number)];
          rewards[row] = data.rewards[member] as number;
          const sample = data.samples.subarray(member * size, (member + 1) * size);
          const condition = data.conditions.subarray(member * conditions, (member + 1) * conditions);
          mixer.mix({ sample, noise, condition }, times[g] as number, observations, actions, row);
        }
      }
    },
  };
}

/** k of K members without repetition, best reward first. */
function drawMembers(
  order: Int32Array,
  { count, extremes, key, counter }: MemberDraw,
  rewards: Float64Array,
): Int32Array {
  for (let i = 0; i < order.length; i++) order[i] = i;
  const better = (a: number, b: number): number => (rewards[b] as number) - (rewards[a] as number) || a - b;
  if (extremes) {
    order.sort(better).copyWithin(1, order.length - count + 1);
    return order;
  }
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniformAt(key, counter + i) * (order.length - i));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order.subarray(0, count).sort(better);
}

interface MemberDraw {
  readonly count: number;
  readonly extremes: boolean;
  readonly key: number;
  readonly counter: number;
}

/**
 * Holds what is drawn from to itself.
 *
 * @throws RewardError GUERDON_SHAPE
 */
export function checkRanked({ data, shape, perGroup }: RankedDraw): void {
  const { samples, conditions, rewards, perPrompt } = data;
  const { size, conditions: width = 0 } = shape;
  const checks = [
    ["data.samples", rewards.length * size, samples.length],
    ["data.conditions", rewards.length * width, conditions.length],
    ["data.rewards", Math.max(1, Math.ceil(rewards.length / perPrompt)) * perPrompt, rewards.length],
  ] as const;
  for (const [name, wanted, got] of checks) {
    if (wanted === got) continue;
    throw new RewardError("GUERDON_SHAPE", `Expected \`${name}\` to have ${wanted} values, got ${got}.`, {
      details: { name, wanted, got },
    });
  }
  if (Number.isInteger(perGroup) && perGroup >= 2 && perGroup <= perPrompt) return;
  throw new RewardError("GUERDON_SHAPE", `Expected \`perGroup\` to be 2 … ${perPrompt}, got ${perGroup}.`, {
    details: { perGroup, perPrompt },
  });
}
