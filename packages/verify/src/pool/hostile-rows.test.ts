import type { CallResult, Pool } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "./process-pool.ts";

const module = new URL("./tasks.test-support.ts", import.meta.url).href;
const obey = { module, export: "obey" };

function candidate(reason: string): CallResult {
  return { missing: { kind: "failed", blame: "candidate", reason, retryable: false } };
}

describe("processPool with hostile rows", () => {
  const pools: Pool[] = [];
  const poolOf = (size: number): Pool => {
    const pool = processPool({ size, deadlineMs: 10_000, memoryMb: 64 });
    pools.push(pool);
    return pool;
  };
  const small = poolOf(1);
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));

  it("loses five endless rows of a thousand, and their deadlines alone", async () => {
    const pool = poolOf(2);
    const endless = new Set([3, 250, 251, 600, 999]);
    const inputs = Array.from({ length: 1_000 }, (_, i): Json => (endless.has(i) ? ["loop", 0] : ["echo", i]));
    await pool.run(obey, inputs.slice(0, 3));
    const start = performance.now();
    const results = await pool.run(obey, inputs, { deadlineMs: 400 });
    const ms = performance.now() - start;

    const expected = inputs.map((_, i) =>
      endless.has(i) ? candidate("The task `obey` did not finish in 400 ms.") : { value: i },
    );
    expect(results).toEqual(expected);
    expect(pool.health()).toMatchObject({ queued: 0, busy: 0, done: 1_003, killed: 5, crashed: 0 });
    // Three deadlines one after the other, and new processes in between.
    expect(ms).toBeGreaterThan(3 * 400 - 1);
    expect(ms).toBeLessThan(3 * 400 + 5 * 800);
  });

  it("kills a promise that never settles", async () => {
    const results = await small.run(
      obey,
      [
        ["echo", 1],
        ["never", 0],
        ["echo", 3],
      ],
      { deadlineMs: 100 },
    );
    expect(results).toEqual([{ value: 1 }, candidate("The task `obey` did not finish in 100 ms."), { value: 3 }]);
  });

  it.each<[string, Json, string]>([
    ["fills the heap", ["heap", 0], "ran out of memory"],
    ["fills buffers outside the heap", ["buffers", 0], "ran out of memory"],
    ["exits", ["exit", 3], "exited with code 3"],
    ["dies of a signal", ["signal", "SIGSEGV"], "was ended by SIGSEGV"],
  ])("tries a row that %s once more alone, then blames the candidate", async (_, input, words) => {
    const before = small.health().crashed;
    const results = await small.run(obey, [["echo", 1], input, ["echo", 3]]);
    expect(results).toEqual([
      { value: 1 },
      candidate(`The task \`obey\` ended its process on this row, twice: it ${words}.`),
      { value: 3 },
    ]);
    expect(small.health().crashed - before).toBe(2);
  });

  it("blames the engine for an error that the checker left uncaught", async () => {
    const [result] = await small.run(obey, [["stray", "socket hang up"]]);
    expect(result).toEqual({
      missing: {
        kind: "failed",
        blame: "engine",
        reason: "The task `obey` ended its process on this row, twice: it broke on socket hang up.",
        retryable: false,
      },
    });
  });

  it("loses no row when a process is killed from outside", async () => {
    const pool = poolOf(1);
    const [first] = await pool.run(obey, [["pid", 0]]);
    const running = pool.run(
      obey,
      Array.from({ length: 20 }, (_, i) => ["sleep", 10 + i]),
    );
    setTimeout(() => process.kill((first as { value: number }).value, "SIGKILL"), 60);
    expect(await running).toEqual(Array.from({ length: 20 }, (_, i) => ({ value: 10 + i })));
    expect(pool.health()).toMatchObject({ crashed: 1, killed: 0, done: 21 });
  });

  it("does not blame a row for replies that waited while this process was busy", async () => {
    await small.run(obey, [["echo", 0]]);
    const running = small.run(
      obey,
      Array.from({ length: 8 }, (_, i) => ["busy", 20 + i]),
      { deadlineMs: 60 },
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
    const end = performance.now() + 300;
    while (performance.now() < end);
    expect(await running).toEqual(Array.from({ length: 8 }, (_, i) => ({ value: 20 + i })));
  });

  it("gives up on a module that ends its process each time", async () => {
    const quits = `data:text/javascript,${encodeURIComponent("process.exit(7); export const run = () => 1;")}`;
    const results = await small.run({ module: quits, export: "run" }, [1, 2, 3]);
    for (const result of results) {
      expect(result).toMatchObject({ missing: { blame: "engine", retryable: true } });
      expect((result as { missing: { reason: string } }).missing.reason).toMatch(/its process exited with code 7\.$/);
    }
  });
});
