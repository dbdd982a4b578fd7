import { canonicalJson } from "../hash/canonical-json.ts";
import { sha256 } from "../hash/sha256.ts";
import type { Cache, CallOptions, CallResult, Pool, Task } from "../piece/context.ts";
import type { Json } from "../signal/json.ts";
import { failed } from "../signal/outcome.ts";

/** What became of a term's calls. */
export interface CallCounts {
  /** Calls that really ran. */
  ran: number;
  /** Calls answered by the cache. */
  cached: number;
  /** Calls that joined an identical one, in the same batch or under way. */
  joined: number;
}

/** One term's calls: who asks, what is to be run, on what. */
export interface CallRequest {
  /** Piece id and options, part of every key. */
  readonly owner: string;
  readonly task: Task;
  readonly inputs: readonly Json[];
  readonly options: CallOptions | undefined;
  readonly counts: CallCounts;
}

/**
 * Sends calls to the pool, each distinct content once: duplicates in a batch and duplicates under way
 * join, finished ones come from the cache.
 *
 * The key is the SHA-256 of piece id, options, task and input. A value is cached, a failure never is.
 * `run` never rejects: what goes wrong is the `missing` of its row.
 */
export class CallBroker {
  readonly #pool: Pool | undefined;
  readonly #cache: Cache | undefined;
  readonly #underWay: Map<string, Promise<CallResult>> = new Map();

  constructor(pool: Pool | undefined, cache: Cache | undefined) {
    this.#pool = pool;
    this.#cache = cache;
  }

  async run(request: CallRequest): Promise<readonly CallResult[]> {
    const prefix = `${request.owner}\n${request.task.export}\n`;
    const keys = request.inputs.map((input) => sha256(prefix + canonicalJson(input)));
    const fresh = new Map<string, Json>();
    keys.forEach((key, i) => {
      if (fresh.has(key) || this.#underWay.has(key)) request.counts.joined++;
      else fresh.set(key, request.inputs[i] as Json);
    });
    const answers = this.#answer(fresh, request);
    for (const key of fresh.keys()) {
      this.#underWay.set(
        key,
        answers.then((byKey) => byKey.get(key) as CallResult),
      );
    }
    const results = await Promise.all(keys.map((key) => this.#underWay.get(key) as Promise<CallResult>));
    for (const key of fresh.keys()) this.#underWay.delete(key);
    return results;
  }

  async #answer(fresh: ReadonlyMap<string, Json>, request: CallRequest): Promise<Map<string, CallResult>> {
    const answers = new Map<string, CallResult>();
    await Promise.all(
      [...fresh.keys()].map(async (key) => {
        const value = await this.#cache?.get(key).catch(() => undefined);
        if (value !== undefined) answers.set(key, { value });
      }),
    );
    request.counts.cached += answers.size;
    const open = [...fresh.keys()].filter((key) => !answers.has(key));
    request.counts.ran += open.length;
    const results = await this.#call(
      request,
      open.map((key) => fresh.get(key) as Json),
    );
    await Promise.all(
      open.map((key, i) => {
        const result = results[i] as CallResult;
        answers.set(key, result);
        return "value" in result ? this.#cache?.set(key, result.value).catch(() => undefined) : undefined;
      }),
    );
    return answers;
  }

  async #call({ task, options }: CallRequest, inputs: readonly Json[]): Promise<readonly CallResult[]> {
    if (inputs.length === 0) return [];
    try {
      if (this.#pool !== undefined) return await this.#pool.run(task, inputs, options);
      const missing = failed("engine", "Expected a process pool for this piece, got none.");
      return inputs.map(() => ({ missing }));
    } catch (error) {
      const missing = failed("engine", `The process pool broke: ${(error as Error).message}`, true);
      return inputs.map(() => ({ missing }));
    }
  }
}
