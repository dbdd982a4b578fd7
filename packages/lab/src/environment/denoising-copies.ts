import { RewardError } from "@guerdon/core/error";
import { streamKey } from "@guerdon/core/random";
import {
  type Blend,
  type DenoisingStep,
  denoisingSchedule,
  FLOW_CONTEXT,
  type FlowShape,
  flowInputs,
  writeFlowTime,
} from "../policy/index.ts";
import { normalAt } from "../tensor/index.ts";
import type { DenoisingEnvironment, DenoisingOptions } from "./denoising-options.ts";
import type { EnvironmentState, Space } from "./environment.ts";

/** A finished sample is what it is, whatever the network says. */
const FINISHED: Blend = { ofPoint: 1, ofOutput: 0 };

/** The copies of `denoising`, in columns. */
export class DenoisingCopies implements DenoisingEnvironment {
  readonly id = "denoising@1";
  readonly count: number;
  readonly observation: Space;
  readonly action: Space;
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly signals: { readonly [name: string]: Float64Array };
  readonly shape: FlowShape;
  readonly schedule: readonly DenoisingStep[];
  readonly samples: Float64Array;
  readonly asked: Float64Array;
  readonly #options: DenoisingOptions;
  /** [N, D] where each sample is, and [N, C] what it is asked for. */
  readonly #points: Float64Array;
  readonly #conditions: Float64Array;
  /** [N] keys of the groups' random streams. */
  readonly #keys: Float64Array;
  /** Step of the episode, and number of the episode. */
  readonly #clock = new Float64Array(2);
  /** Names of the signals of predictions. */
  readonly #predicted: readonly string[];
  readonly #sample: Float64Array;
  readonly #condition: Float64Array;
  readonly #measured: Float64Array;

  constructor(options: DenoisingOptions, count: number) {
    const { world, frequencies = 2, predicts = false } = options;
    const { size, conditions, measures } = world;
    this.#options = options;
    this.count = count;
    this.shape = { size, conditions, frequencies };
    this.schedule = denoisingSchedule(options);
    const width = flowInputs(this.shape) + FLOW_CONTEXT;
    this.observation = everywhere(width);
    this.action = everywhere(2 * size);
    this.observations = new Float32Array(count * width);
    this.finalObservations = new Float32Array(count * width);
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.#predicted = predicts ? measures.map(predictedName) : [];
    const names = [...measures.slice(1), ...this.#predicted];
    this.signals = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
    this.samples = new Float64Array(count * size);
    this.asked = new Float64Array(count * conditions);
    this.#points = new Float64Array(count * size);
    this.#conditions = new Float64Array(count * conditions);
    this.#keys = new Float64Array(count);
    this.#sample = new Float64Array(size);
    this.#condition = new Float64Array(conditions);
    this.#measured = new Float64Array(measures.length);
    this.reset(0);
  }

  reset(seed: number): void {
    const { groupSize = 1, sharedNoise = true } = this.#options;
    for (let i = 0; i < this.count; i++) {
      const group = Math.floor(i / groupSize);
      this.#keys[i] = streamKey(seed, `${this.id}/${group}/${sharedNoise ? 0 : i % groupSize}`);
    }
    this.#clock.fill(0);
    for (const column of [this.rewards, this.terminated, ...Object.values(this.signals)]) column.fill(0);
    this.#begin();
    this.#show(this.observations);
  }

  step(actions: ArrayLike<number>): void {
    const { size } = this.shape;
    if (actions.length !== this.count * 2 * size) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`actions\` to have ${this.count * 2 * size} values, got ${actions.length}.`,
      );
    }
    const at = this.#clock[0] as number;
    const { carry, gain, clean } = this.schedule[at] as DenoisingStep;
    const isLast = at + 1 === this.schedule.length;
    for (let i = 0; i < this.count; i++) {
      if (this.#predicted.length > 0) this.#predict(i, actions, clean);
      for (let d = 0; d < size; d++) {
        const place = i * size + d;
        this.#points[place] = carry * (this.#points[place] as number) + gain * (actions[2 * i * size + d] as number);
      }
      this.#pay(i, isLast, actions);
      this.terminated[i] = isLast ? 1 : 0;
    }
    this.#clock[0] = at + 1;
    if (isLast) this.#finish();
    this.#show(this.observations);
  }

  save(): EnvironmentState {
    return this.#state().map((array) => array.slice());
  }

  restore(state: EnvironmentState): void {
    for (const [k, array] of this.#state().entries()) array.set(state[k] as Float64Array);
    this.#show(this.observations);
  }

  #state(): readonly Float64Array[] {
    return [this.#points, this.#conditions, this.#keys, this.#clock, this.samples, this.asked];
  }

  /** Starts an episode: noise and condition by the group's stream. */
  #begin(): void {
    const { world, groupSize = 1 } = this.#options;
    const { size, conditions = 0 } = this.shape;
    const episode = this.#clock[1] as number;
    for (let i = 0; i < this.count; i++) {
      const key = this.#keys[i] as number;
      for (let d = 0; d < size; d++) this.#points[i * size + d] = normalAt(key, episode * size + d);
      const first = this.#keys[i - (i % groupSize)] as number;
      world.ask(streamKey(first, "ask"), episode, this.#condition);
      for (let c = 0; c < conditions; c++) this.#conditions[i * conditions + c] = this.#condition[c] as number;
    }
  }

  #finish(): void {
    this.#show(this.finalObservations);
    this.samples.set(this.#points);
    this.asked.set(this.#conditions);
    this.#clock[0] = 0;
    this.#clock[1] = (this.#clock[1] as number) + 1;
    this.#begin();
  }

  /** Measures of a finished sample; 0 before. */
  #pay(i: number, isLast: boolean, actions: ArrayLike<number>): void {
    const { measures } = this.#options.world;
    if (isLast) this.#measure(i, actions, FINISHED);
    this.rewards[i] = isLast ? (this.#measured[0] as number) : 0;
    for (let m = 1; m < measures.length; m++) {
      (this.signals[measures[m] as string] as Float64Array)[i] = isLast ? (this.#measured[m] as number) : 0;
    }
  }

  #predict(i: number, actions: ArrayLike<number>, clean: Blend): void {
    this.#measure(i, actions, clean);
    for (const [m, name] of this.#predicted.entries()) {
      (this.signals[name] as Float64Array)[i] = this.#measured[m] as number;
    }
  }

  /** Measures ofPoint·x + ofOutput·v. */
  #measure(i: number, actions: ArrayLike<number>, { ofPoint, ofOutput }: Blend): void {
    const { size, conditions = 0 } = this.shape;
    for (let d = 0; d < size; d++) {
      const output = actions[(2 * i + 1) * size + d] as number;
      this.#sample[d] = ofPoint * (this.#points[i * size + d] as number) + ofOutput * output;
    }
    for (let c = 0; c < conditions; c++) this.#condition[c] = this.#conditions[i * conditions + c] as number;
    this.#options.world.measure(this.#sample, this.#condition, this.#measured);
  }

  #show(rows: Float32Array): void {
    const { size, conditions = 0 } = this.shape;
    const width = rows.length / this.count;
    const last = this.schedule.at(-1) as DenoisingStep;
    // A finished sample is at the end of time, where nothing is drawn.
    const step = this.schedule[this.#clock[0] as number] ?? { time: last.next, next: last.next, deviation: 0, gain: 0 };
    for (let i = 0; i < this.count; i++) {
      for (let d = 0; d < size; d++) rows[i * width + d] = this.#points[i * size + d] as number;
      for (let c = 0; c < conditions; c++) {
        rows[i * width + size + c] = this.#conditions[i * conditions + c] as number;
      }
      writeFlowTime(this.shape, step, rows, i * width);
    }
  }
}

/** `reward` → `predictedReward` */
function predictedName(name: string): string {
  return `predicted${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function everywhere(width: number): Space {
  return {
    kind: "box",
    low: new Array(width).fill(Number.NEGATIVE_INFINITY),
    high: new Array(width).fill(Number.POSITIVE_INFINITY),
  };
}
