import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import type { Metrics, Run, RunState, StartRun } from "./run.ts";

interface BanditSettings {
  readonly rate: number;
  readonly end: number;
  /** Real time an update takes. */
  readonly delayMs?: number;
  readonly fault?: "throws" | "exits";
}

/** REINFORCE on a bandit of two arms that pay 1 in 30 and 60 of 100 pulls. */
class BanditRun implements Run {
  readonly end: number;
  updates = 0;
  readonly #key: number;
  readonly #settings: BanditSettings;
  #logits = new Float64Array(2);

  constructor(settings: BanditSettings, seed: number) {
    this.end = settings.end;
    this.#settings = settings;
    this.#key = streamKey(seed, "bandit");
  }

  async update(): Promise<Metrics> {
    const { rate, delayMs, fault } = this.#settings;
    if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (fault === "throws" && this.updates === 3) throw new Error("the arm fell off");
    if (fault === "exits" && this.updates === 3) process.exit(7);
    const [one, two] = this.#logits as unknown as [number, number];
    const second = 1 / (1 + Math.exp(one - two));
    const arm = uniformAt(this.#key, 2 * this.updates) < second ? 1 : 0;
    const reward = uniformAt(this.#key, 2 * this.updates + 1) < (arm === 1 ? 0.6 : 0.3) ? 1 : 0;
    const slope = rate * reward * (arm === 1 ? 1 - second : -second);
    this.#logits[1] = two + slope;
    this.#logits[0] = one - slope;
    this.updates++;
    return { reward, second };
  }

  save(): RunState {
    return { json: { updates: this.updates }, arrays: { logits: this.#logits.slice() } };
  }

  restore({ json, arrays }: RunState): void {
    this.updates = (json as { updates: number }).updates;
    this.#logits = arrays.logits as Float64Array<ArrayBuffer>;
  }

  close(): void {}
}

export const startRun = (name: string): StartRun => {
  if (name !== "bandit") throw new Error(`there is no run ${name}`);
  return async (settings: Json, seed) => new BanditRun(settings as unknown as BanditSettings, seed);
};
