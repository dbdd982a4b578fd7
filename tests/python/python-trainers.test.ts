import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outcomeAt } from "@guerdon/core/signal";
import { openStore } from "@guerdon/server/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../scripts/gen/repository.ts";
import { trainerInterpreters } from "./python-interpreters.test-support.ts";
import { runPytest } from "./run-pytest.test-support.ts";
import { type Serving, servePrograms } from "./serve-programs.test-support.ts";
import { trainerVersions } from "./trainer-versions.test-support.ts";

/** What the TRL test writes: what the trainer logged and made of each step. */
interface TrainerReport {
  readonly run: string;
  readonly steps: readonly {
    readonly step: number;
    readonly ids: readonly string[];
    readonly rewards: readonly (number | null)[];
    readonly advantages: readonly number[];
    readonly logged: { readonly [term: string]: number };
  }[];
}

const PROGRAMS = ["examples/math.yaml", "clients/python/tests/programs/digits.yaml"];
const ROWS = "clients/python/tests/programs/chain_sum.jsonl";
const RESULTS = join(ROOT, "bench/results/trainers.json");
const WAIT_MS = 900_000;
const FLOAT32 = 1e-4; // TRL adds in single precision

const pythons = trainerInterpreters();
if (pythons.length === 0) {
  console.warn("Trainers, skipped: GUERDON_PYTHON names no Python with TRL, verl, verifiers or OpenRLHF.");
}

describe.skipIf(pythons.length === 0)("real trainers", () => {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-trainers-"));
  const report = join(folder, "report.json");
  const results: { [part: string]: unknown }[] = [];
  let serving: Serving;
  let asking: Serving;
  let stopped = false;

  beforeAll(async () => {
    serving = await servePrograms(PROGRAMS, ["--store", join(folder, "store")]);
    asking = await servePrograms(["examples/math.yaml"], ["--rows", ROWS]);
  }, WAIT_MS);
  afterAll(async () => {
    if (!stopped) await serving?.stop();
    await asking?.stop();
    rmSync(folder, { recursive: true, force: true });
    if (process.env.GUERDON_RECORD === "1") writeFileSync(RESULTS, `${JSON.stringify({ results }, null, 2)}\n`);
  }, WAIT_MS);

  it.each(pythons)(
    "of %s",
    async (python) => {
      const settings = { GUERDON_URL: serving.url, GUERDON_ROWS_URL: asking.url, GUERDON_REPORT: report };
      const result = await runPytest(python, ["-p", "no:logging", "tests/trainers"], settings);
      const { passed, tests, failed, skipped, output } = result;
      console.log(`${python}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
      results.push({ versions: trainerVersions(python), passed, failed, skipped, tests });
      expect(failed, output).toBe(0);
      expect(passed, output).toBeGreaterThan(0);
    },
    WAIT_MS,
  );

  it("TRL's logged means, rewards and advantages are those of the store", async (context) => {
    if (!existsSync(report)) return context.skip("no Python of GUERDON_PYTHON has TRL");
    await serving.stop();
    stopped = true;
    const { run, steps } = JSON.parse(readFileSync(report, "utf8")) as TrainerReport;
    const kept = await readRun(join(folder, "store"), run);
    expect(kept.size).toBe(steps.length);
    const gaps = steps.map((step) => compareStep(step, kept.get(step.step)));
    results.push({
      trl: run,
      steps: steps.length,
      rollouts: steps.flatMap(({ ids }) => ids).length,
      abstained: steps.flatMap(({ rewards }) => rewards).filter((reward) => reward === null).length,
      largestGapOfMeans: Math.max(...gaps.map(({ means }) => means)),
      largestGapOfAdvantages: Math.max(...gaps.map(({ advantages }) => advantages)),
    });
  });
});

/** Scores of one step by id of the rollout. */
interface KeptStep {
  readonly total: ReadonlyMap<string, number | undefined>;
  readonly advantage: ReadonlyMap<string, number>;
  readonly means: ReadonlyMap<string, number>;
}

async function readRun(folder: string, run: string): Promise<ReadonlyMap<number, KeptStep>> {
  const store = await openStore(folder);
  try {
    const steps = new Map<number, KeptStep>();
    for await (const { id, step, columns } of store.readBatches(run)) {
      const ids = (await store.readRollouts(id)).map((rollout) => rollout.id);
      const values = (signal: typeof columns.total): (number | undefined)[] =>
        ids.map((_, i) => {
          const outcome = outcomeAt(signal, i);
          return outcome.kind === "scored" ? outcome.value : undefined;
        });
      const byId = <T>(list: readonly T[]): ReadonlyMap<string, T> => new Map(ids.map((id, i) => [id, list[i] as T]));
      steps.set(step, {
        total: byId(values(columns.total)),
        advantage: byId([...(columns.advantage?.values ?? [])]),
        means: new Map([...columns.terms].map(([name, signal]) => [name, mean(values(signal))])),
      });
    }
    return steps;
  } finally {
    await store.close();
  }
}

function mean(values: readonly (number | undefined)[]): number {
  const present = values.filter((value) => value !== undefined);
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}

/** Fails where trainer and store differ by more than rounding; gives the largest differences. */
function compareStep(
  step: TrainerReport["steps"][number],
  kept: KeptStep | undefined,
): { readonly means: number; readonly advantages: number } {
  if (kept === undefined) throw new Error(`the store has no batch of step ${step.step}`);
  expect(step.ids.map((id) => kept.total.get(id) ?? null)).toEqual(step.rewards);
  const advantages = step.ids.map((id, i) => {
    const advantage = step.advantages[i] as number;
    if (step.rewards[i] === null) expect(advantage).toBe(0);
    return Math.abs(advantage - (kept.advantage.get(id) as number));
  });
  expect(Math.max(...advantages)).toBeLessThan(FLOAT32);
  expect(Object.keys(step.logged)).toEqual(expect.arrayContaining(["words", "seven"]));
  const means = Object.entries(step.logged).map(([term, logged]) =>
    Math.abs(logged - (kept.means.get(term) as number)),
  );
  expect(Math.max(...means)).toBeLessThan(1e-6);
  return { means: Math.max(...means), advantages: Math.max(...advantages) };
}
