import type { Json } from "@guerdon/core/signal";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "./process-pool.ts";

const module = new URL("./tasks.test-support.ts", import.meta.url).href;
const obey = { module, export: "obey" };
const double = { module, export: "double" };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("processPool", () => {
  const pool = processPool({ size: 2, env: { GUERDON_TEST: "yes" } });
  afterAll(() => pool.close());

  it("starts no process before the first row", async () => {
    expect(await pool.run(double, [])).toEqual([]);
    expect(pool.health()).toEqual({ processes: 0, busy: 0, queued: 0, done: 0, killed: 0, crashed: 0 });
  });

  it("gives results in the order of the inputs, whichever row ends first", async () => {
    const waits = [120, 0, 60, 0, 30];
    const results = await pool.run(
      obey,
      waits.map((ms) => ["sleep", ms]),
    );
    expect(results).toEqual(waits.map((value) => ({ value })));
  });

  it("runs ten thousand rows and counts them", async () => {
    const before = pool.health().done;
    const results = await pool.run(double, numbers(10_000));
    expect(results).toEqual(numbers(10_000).map((value) => ({ value: 2 * value })));
    expect(pool.health()).toEqual({
      processes: 2,
      busy: 0,
      queued: 0,
      done: before + 10_000,
      killed: 0,
      crashed: 0,
    });
  });

  it("shows what waits and what runs", async () => {
    const before = pool.health().done;
    const running = pool.run(
      obey,
      numbers(6).map(() => ["busy", 5]),
    );
    await Promise.resolve();
    expect(pool.health()).toMatchObject({ processes: 2, busy: 2, queued: 4, done: before });
    await running;
    expect(pool.health()).toMatchObject({ processes: 2, busy: 0, queued: 0, done: before + 6 });
  });

  it("lets a short run finish while a long one goes on", async () => {
    const order: string[] = [];
    const long = pool
      .run(
        obey,
        numbers(60).map(() => ["busy", 10]),
      )
      .then(() => order.push("long"));
    const short = pool.run(double, numbers(20)).then(() => order.push("short"));
    const other = pool.run(double, numbers(20)).then(() => order.push("other"));
    await Promise.all([long, short, other]);
    expect(order.at(-1)).toBe("long");
  });

  it("carries a string of ten million characters there and back", async () => {
    const text = "é".repeat(1e7);
    const [result] = await pool.run(obey, [["echo", text]]);
    expect(result).toEqual({ value: text });
  });

  it("gives the children no environment but the one it was told", async () => {
    const [result] = await pool.run(obey, [["env", null]]);
    const names = (result as { value: string[] }).value;
    expect(names).toContain("GUERDON_TEST");
    expect(
      names.filter((name) => !["GUERDON_TEST", "PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"].includes(name)),
    ).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ["throws", ["throw", "no reference answer"], "The task `obey` failed: no reference answer."],
    ["returns NaN", ["nan", 0], "The task `obey` failed: it returned NaN at .score, which is not JSON."],
    ["returns nothing", ["nothing", 0], "The task `obey` failed: it returned undefined, which is not JSON."],
  ])("blames the engine for a task that %s", async (_, input, reason) => {
    expect(await pool.run(obey, [input, ["echo", 1]])).toEqual([
      { missing: { kind: "failed", blame: "engine", reason, retryable: false } },
      { value: 1 },
    ]);
  });

  it("blames the engine for an input that is not JSON", async () => {
    const results = await pool.run(double, [1, Number.NaN, 3]);
    expect(results.map((result) => ("missing" in result ? result.missing : result.value))).toEqual([
      2,
      { kind: "failed", blame: "engine", reason: "The input holds NaN, which is not JSON.", retryable: false },
      6,
    ]);
  });

  it("fails every row of a module that cannot be imported", async () => {
    const results = await pool.run({ module: "@guerdon/nowhere", export: "run" }, numbers(300));
    expect(results).toHaveLength(300);
    for (const result of results) {
      const { missing } = result as { missing: { blame: string; reason: string } };
      expect(missing.blame).toBe("engine");
      expect(missing.reason).toMatch(
        /^The task `run` could not be imported from @guerdon\/nowhere: Cannot find package '@guerdon\/nowhere'/,
      );
    }
  });

  it("fails every row of an export that does not exist, and names those that do", async () => {
    const [result] = await pool.run({ module, export: "dubble" }, [1]);
    expect((result as { missing: { reason: string } }).missing.reason).toBe(
      `The task \`dubble\` could not be imported from ${module}: it exports no function \`dubble\`, only double, obey.`,
    );
  });

  it("refuses a relative module and limits that are none", async () => {
    await expect(pool.run({ module: "./task.ts", export: "run" }, [1])).rejects.toMatchObject({
      code: "GUERDON_POOL",
      message: "Expected `module` to be a file URL or a package, got `./task.ts`.",
    });
    await expect(pool.run(double, [1], { deadlineMs: 0 })).rejects.toMatchObject({
      code: "GUERDON_OPTION",
      message: "Expected `deadlineMs` to be a finite number above 0, got 0.",
    });
    expect(() => processPool({ size: 1.5 })).toThrow("Expected `size` to be a whole number above 0, got 1.5.");
  });
});
