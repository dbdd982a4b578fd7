import { RewardError } from "@guerdon/core/error";
import type { Environment, EnvironmentState, Space } from "./environment.ts";
import type { PointRewardsOptions } from "./point-rewards.ts";

const PLANE: Space = {
  kind: "box",
  low: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  high: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
};

/** The copies of `pointRewards`, in columns. Nothing is drawn: what is asked for depends on the copy alone. */
export class PointRewardCopies implements Environment {
  readonly id = "point-rewards@1";
  readonly count: number;
  readonly observation: Space;
  readonly action: Space = PLANE;
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly signals: { readonly [name: string]: Float64Array };
  readonly #options: PointRewardsOptions;

  constructor(options: PointRewardsOptions, count: number) {
    const { rewards, groupSize } = options;
    const kinds = rewards.length;
    this.#options = options;
    this.count = count;
    this.observation = { kind: "box", low: new Array(kinds).fill(0), high: new Array(kinds).fill(1) };
    this.observations = new Float32Array(count * kinds);
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    const names = [...rewards.map(({ name }) => name), "together"];
    this.signals = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
    for (let i = 0; i < count; i++) {
      const asked = Math.floor(i / groupSize) % (kinds + 1);
      for (let k = 0; k < kinds; k++) {
        this.observations[i * kinds + k] = asked === kinds ? 1 / kinds : Number(asked === k);
      }
    }
    this.finalObservations = this.observations.slice();
  }

  reset(): void {
    for (const column of [this.rewards, this.terminated, ...Object.values(this.signals)]) column.fill(0);
  }

  step(actions: ArrayLike<number>): void {
    const { count } = this;
    const { rewards, groupSize, width = 0.8 } = this.#options;
    if (actions.length !== 2 * count) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`actions\` to have ${2 * count} values, got ${actions.length}.`,
      );
    }
    this.rewards.fill(0);
    for (const [k, { name, centre, scale = 1 }] of rewards.entries()) {
      const column = this.signals[name] as Float64Array;
      for (let i = 0; i < count; i++) {
        const [x, y] = [(actions[2 * i] as number) - centre[0], (actions[2 * i + 1] as number) - centre[1]];
        const closeness = Math.exp(-(x * x + y * y) / (2 * width * width));
        column[i] = closeness;
        if (Math.floor(i / groupSize) % (rewards.length + 1) === k) this.rewards[i] = scale * closeness;
      }
    }
    const together = this.signals.together as Float64Array;
    for (let i = 0; i < count; i++) {
      together[i] = Number(Math.floor(i / groupSize) % (rewards.length + 1) === rewards.length);
    }
    this.terminated.fill(1);
  }

  save(): EnvironmentState {
    return [];
  }

  restore(): void {}
}
