import { fork } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { parseExperiment } from "./experiment-spec.ts";
import { jobFolder } from "./job.ts";
import { readJournal } from "./journal.ts";
import { runExperiment } from "./run-experiment.ts";

const MODULE = new URL("./bandit-run.test-support.ts", import.meta.url).href;
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-experiment-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const spec = (over: object = {}) =>
  parseExperiment({
    experiment: "two-arms",
    run: "bandit",
    settings: { rate: 0.5, end: 60 },
    arms: { learns: {}, fixed: { rate: 0 } },
    seeds: 2,
    compare: [{ metric: "second", treatment: "learns", control: "fixed", alternative: "greater" }],
    ...over,
  });
const curve = (folder: string, arm: string, seed: number) =>
  readJournal(join(jobFolder(folder, { arm, seed }), "metrics.jsonl")).map(({ update, metrics }) => ({
    update,
    metrics,
  }));

describe("runExperiment", () => {
  it("trains arms × seeds, records every update and compares the arms by seed", async () => {
    const folder = newFolder();
    const told: number[] = [];
    const result = await runExperiment(spec(), {
      folder,
      module: MODULE,
      workers: 2,
      onProgress: (_, { update }) => told.push(update),
    });
    expect(result.failures).toEqual([]);
    expect(result.runs.map(({ arm, seed, end }) => `${arm} ${seed} ${end?.end} ${end?.updates}`)).toEqual([
      "learns 0 finished 60",
      "fixed 0 finished 60",
      "learns 1 finished 60",
      "fixed 1 finished 60",
    ]);
    expect(told.length).toBeGreaterThan(0);
    const [comparison] = result.comparisons;
    // The fixed arm stays at one half; the final value is the mean of the last six updates of each run.
    const finals = [0, 1].map((seed) => {
      const last = curve(folder, "learns", seed).slice(-6);
      return last.reduce((sum, { metrics }) => sum + (metrics.second as number), 0) / 6;
    }) as [number, number];
    expect(comparison?.difference.estimate).toBeCloseTo((finals[0] + finals[1]) / 2 - 0.5, 12);
    expect(comparison?.test).toMatchObject({ exact: true, pValue: 1 / 4 });
    expect(JSON.parse(readFileSync(join(folder, "result.json"), "utf8"))).toEqual(result);
  }, 30_000);

  it("killed at once and resumed, gives the curve of an uninterrupted run", async () => {
    const [whole, cut] = [newFolder(), newFolder()];
    const slow = spec({ settings: { rate: 0.5, end: 40, delayMs: 20 }, arms: { learns: {} }, seeds: [3], compare: [] });
    await runExperiment(slow, { folder: whole, module: MODULE, checkpointSeconds: 0.1 });
    // The driver is a process of its own, killed with SIGKILL in the middle; twice.
    for (const updates of [12, 25]) {
      const driver = fork(fileURLToPath(new URL("./run-driver.test-support.ts", import.meta.url)), [], {
        execArgv: ["--conditions=@guerdon/source", "--import", "tsx"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      driver.send({ spec: slow, folder: cut, module: MODULE });
      await new Promise<void>((resolve) => {
        driver.on("message", (update) => {
          if ((update as number) >= updates && driver.killed === false) driver.kill("SIGKILL");
        });
        driver.on("close", () => resolve());
      });
      expect(existsSync(join(cut, "result.json"))).toBe(false);
      appendFileSync(join(jobFolder(cut, { arm: "learns", seed: 3 }), "metrics.jsonl"), '{"update": 99, "sec');
    }
    const result = await runExperiment(slow, { folder: cut, module: MODULE, checkpointSeconds: 0.1 });
    expect(result.runs[0]?.end?.end).toBe("finished");
    expect(curve(cut, "learns", 3)).toEqual(curve(whole, "learns", 3));
    expect(curve(whole, "learns", 3).length).toBe(40);
  }, 60_000);

  it.each([
    ["throws", { message: "the arm fell off" }],
    ["exits", { message: "the process ended with code 7: no word" }],
  ])(
    "writes a run that %s down as failed and goes on with the others",
    async (fault, error) => {
      const folder = newFolder();
      const result = await runExperiment(spec({ arms: { learns: {}, broken: { fault } }, seeds: [0], compare: [] }), {
        folder,
        module: MODULE,
      });
      expect(result.failures).toEqual([{ arm: "broken", seed: 0, ...error }]);
      expect(result.runs.map(({ arm, end }) => [arm, end?.end])).toEqual([
        ["learns", "finished"],
        ["broken", undefined],
      ]);
    },
    30_000,
  );

  it("ends each run when its share of the budget is spent", async () => {
    const folder = newFolder();
    const short = spec({ settings: { rate: 0.5, end: 1e6, delayMs: 5 }, seeds: [0], budgetSeconds: 0.6 });
    const result = await runExperiment(short, { folder, module: MODULE, workers: 2 });
    for (const { end } of result.runs) {
      expect(end?.end).toBe("out of time");
      expect(end?.seconds).toBeGreaterThan(0.6);
      expect(end?.seconds).toBeLessThan(1.2);
    }
  }, 30_000);

  it("lets one at a time work in a folder, and takes over from one that is gone", async () => {
    const folder = newFolder();
    const one = spec({ seeds: [0], arms: { learns: {} }, compare: [] });
    const first = runExperiment(one, { folder, module: MODULE });
    await expect(runExperiment(one, { folder, module: MODULE })).rejects.toMatchObject({ code: "GUERDON_FILE" });
    expect((await first).runs[0]?.end?.updates).toBe(60);
    expect(existsSync(join(folder, "lock"))).toBe(false);
    writeFileSync(join(folder, "lock"), "2147483646");
    expect((await runExperiment(one, { folder, module: MODULE })).failures).toEqual([]);
  }, 30_000);

  it("refuses a folder of another experiment, and throws it away when told to", async () => {
    const folder = newFolder();
    const one = spec({ seeds: [0], arms: { learns: {} }, compare: [] });
    const other = spec({ seeds: [0], arms: { learns: { rate: 0.1 } }, compare: [] });
    await runExperiment(one, { folder, module: MODULE });
    const before = curve(folder, "learns", 0);
    await expect(runExperiment(other, { folder, module: MODULE })).rejects.toMatchObject({ code: "GUERDON_RESUME" });
    expect(curve(folder, "learns", 0)).toEqual(before);
    await runExperiment(other, { folder, module: MODULE, restart: true });
    expect(curve(folder, "learns", 0)).not.toEqual(before);
  }, 30_000);
});
