import { RewardError } from "@guerdon/core/error";

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_BUCKETS = 65_536;

/**
 * A token bucket for each client: `perSecond` requests a second, twice as many at once.
 *
 * @param now - milliseconds on a clock that never goes back
 */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets: Map<string, Bucket> = new Map();

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** @throws RewardError GUERDON_LIMIT when the client has asked too often */
  take(client: string): void {
    const now = this.#now();
    const most = 2 * this.#perSecond;
    const bucket = this.#buckets.get(client) ?? this.#begin(client, { tokens: most, at: now });
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) throw this.#tooMany(bucket);
    bucket.tokens--;
  }

  #begin(client: string, bucket: Bucket): Bucket {
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > MAX_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return bucket;
  }

  #tooMany({ tokens }: Bucket): RewardError {
    const retryAfterSeconds = Math.max(1, Math.ceil((1 - tokens) / this.#perSecond));
    return new RewardError("GUERDON_LIMIT", `Expected at most ${this.#perSecond} requests a second, got more.`, {
      hint: "Send larger batches, or fewer requests.",
      details: { status: 429, retryAfterSeconds },
    });
  }
}
