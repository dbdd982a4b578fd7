import { setTimeout as sleep } from "node:timers/promises";

/** What a trainer was told of a batch: the status 200, and so a promise. */
export interface Acknowledged {
  readonly step: number;
  readonly number: number;
  readonly id: string;
  readonly late: boolean;
  readonly totals: readonly unknown[];
  readonly advantages: readonly unknown[];
}

export const BATCHES = 4;
export const RUN = "chaos";
const ATTEMPT_MS = 15_000;

/** The rollouts of a batch: the same whenever they are asked for. */
export function rolloutsOf(step: number, number: number) {
  return Array.from({ length: 8 }, (_, i) => ({
    id: `${step}-${number}-${i}`,
    group: `prompt ${number}-${i >> 2}`,
    item: {},
    prompt: [{ role: "user", content: `prompt ${number}-${i >> 2}` }],
    completion: [
      { role: "assistant", content: "word ".repeat(1 + ((step * 31 + number * 17 + i * i * 7) % 53)).trim() },
    ],
  }));
}

/** A trainer that sends what got no answer again, now and then also what got one, and ends its steps more than once. */
export class RetryingClient {
  readonly ledger: Acknowledged[] = [];
  /** Answers to a batch that was answered before and differ from the first. */
  changed = 0;
  attempts = 0;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** One training step. */
  async trainStep(step: number): Promise<void> {
    await Promise.all(Array.from({ length: BATCHES }, (_, number) => this.#score(step, number)));
    await Promise.all([this.#endStep(step), this.#endStep(step)]);
  }

  async #score(step: number, number: number): Promise<void> {
    const body = { run: RUN, step, key: `${step}/${number}`, rollouts: rolloutsOf(step, number) };
    const first = await this.#post("/v1/score", body);
    this.ledger.push(acknowledgedOf(step, number, first));
    if ((step + number) % 3 !== 0) return;
    const again = await this.#post("/v1/score", body);
    if (JSON.stringify(again) !== JSON.stringify(first)) this.changed++;
  }

  async #endStep(step: number): Promise<void> {
    await this.#post(`/v1/runs/${RUN}/step`, { step });
  }

  async #post(path: string, body: unknown): Promise<Answer> {
    for (;;) {
      this.attempts++;
      try {
        const response = await fetch(this.#url + path, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(ATTEMPT_MS),
        });
        const text = await response.text();
        if (response.status === 200) return JSON.parse(text) as Answer;
        if (response.status < 500 && response.status !== 429) throw new RefusedError(`${response.status} ${text}`);
      } catch (error) {
        if (error instanceof RefusedError) throw error;
      }
      await sleep(100);
    }
  }
}

class RefusedError extends Error {}

interface Answer {
  readonly id: string;
  readonly late: boolean;
  readonly rollouts: readonly { readonly total: unknown; readonly advantage: unknown }[];
}

function acknowledgedOf(step: number, number: number, { id, late, rollouts }: Answer): Acknowledged {
  return {
    step,
    number,
    id,
    late,
    totals: rollouts.map(({ total }) => total),
    advantages: rollouts.map(({ advantage }) => advantage),
  };
}
