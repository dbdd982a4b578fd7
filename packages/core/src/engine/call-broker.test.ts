import { describe, expect, it } from "vitest";
import type { Cache, CallResult, Pool, PoolHealth } from "../piece/index.ts";
import { failed, type Json } from "../signal/index.ts";
import { CallBroker, type CallCounts } from "./call-broker.ts";

const HEALTH: PoolHealth = { processes: 0, busy: 0, queued: 0, done: 0, killed: 0, crashed: 0 };

/** A pool in this process: what is tested here is who is asked, not where the work is done. */
function countingPool(answer: (input: Json) => CallResult): Pool & { readonly asked: Json[] } {
  const asked: Json[] = [];
  return {
    asked,
    run: async (_task, inputs) => {
      asked.push(...inputs);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return inputs.map(answer);
    },
    health: () => HEALTH,
    close: async () => undefined,
  };
}

function mapCache(): Cache & { readonly map: Map<string, Json> } {
  const map = new Map<string, Json>();
  return { map, get: async (key) => map.get(key), set: async (key, value) => void map.set(key, value) };
}

const length = (input: Json): CallResult => ({ value: (input as string).length });
const counts = (): CallCounts => ({ ran: 0, cached: 0, joined: 0 });
const TASK = { module: "m", export: "length" };

describe("CallBroker", () => {
  it("asks for each distinct input once and gives every row its answer in order", async () => {
    const pool = countingPool(length);
    const seen = counts();
    const results = await new CallBroker(pool, undefined).run({
      owner: "p",
      task: TASK,
      inputs: ["aa", "b", "aa", "ccc", "b"],
      options: undefined,
      counts: seen,
    });
    expect(results.map((r) => ("value" in r ? r.value : r))).toEqual([2, 1, 2, 3, 1]);
    expect(pool.asked).toEqual(["aa", "b", "ccc"]);
    expect(seen).toEqual({ ran: 3, cached: 0, joined: 2 });
  });

  it("joins identical calls that are under way, and asks again once they are over", async () => {
    const pool = countingPool(length);
    const broker = new CallBroker(pool, undefined);
    const request = (): Parameters<CallBroker["run"]>[0] => ({
      owner: "p",
      task: TASK,
      inputs: ["x", "y"],
      options: undefined,
      counts: counts(),
    });
    await Promise.all([broker.run(request()), broker.run(request()), broker.run(request())]);
    expect(pool.asked).toEqual(["x", "y"]);
    await broker.run(request());
    expect(pool.asked).toEqual(["x", "y", "x", "y"]);
  });

  it("answers from the cache, for the same piece, options, task and input only", async () => {
    const pool = countingPool(length);
    const cache = mapCache();
    const ask = (owner: string, input: Json): Promise<readonly CallResult[]> =>
      new CallBroker(pool, cache).run({ owner, task: TASK, inputs: [input], options: undefined, counts: counts() });
    await ask("p@1", "x");
    await ask("p@1", "x");
    await ask("p@2", "x");
    expect(pool.asked).toEqual(["x", "x"]);
    expect([...cache.map.keys()].every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
  });

  it("never caches a failure", async () => {
    let works = false;
    const pool = countingPool((input) => (works ? length(input) : { missing: failed("sandbox", "down", true) }));
    const broker = new CallBroker(pool, mapCache());
    const ask = (): Promise<readonly CallResult[]> =>
      broker.run({ owner: "p", task: TASK, inputs: ["x"], options: undefined, counts: counts() });
    expect(await ask()).toEqual([{ missing: failed("sandbox", "down", true) }]);
    works = true;
    expect(await ask()).toEqual([{ value: 1 }]);
  });

  it("says that a pool is missing or broken, row by row, and goes on without a broken cache", async () => {
    const broken: Pool = { ...countingPool(length), run: () => Promise.reject(new Error("no memory")) };
    const dead: Cache = { get: () => Promise.reject(new Error("disk")), set: () => Promise.reject(new Error("disk")) };
    const ask = (pool?: Pool, cache?: Cache): Promise<readonly CallResult[]> =>
      new CallBroker(pool, cache).run({ owner: "p", task: TASK, inputs: ["x"], options: undefined, counts: counts() });
    expect(await ask()).toEqual([{ missing: failed("engine", "Expected a process pool for this piece, got none.") }]);
    expect(await ask(broken)).toEqual([{ missing: failed("engine", "The process pool broke: no memory", true) }]);
    expect(await ask(countingPool(length), dead)).toEqual([{ value: 1 }]);
  });
});
