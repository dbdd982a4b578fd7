import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { settingsOf } from "@guerdon/lab/experiment";
import { RUNS } from "@guerdon/lab/run";
import { describe, expect, it } from "vitest";
import { loadExperiment } from "./load-experiment.ts";
import { startRun } from "./start-run.ts";

const FOLDER = new URL("../../../../examples/lab/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
const load = (name: string) => loadExperiment(fileURLToPath(new URL(name, FOLDER)));

type Spec = Awaited<ReturnType<typeof load>>;

/** Mean of a metric over the last tenth of a run's updates that have it, as the report takes it. */
async function finalOf(spec: Spec, arm: string, metric: string): Promise<number> {
  const run = await startRun(spec.run)(settingsOf(spec, arm), 0);
  const values: number[] = [];
  while (run.updates < run.end) {
    const value = (await run.update())[metric];
    if (value !== undefined) values.push(value);
  }
  run.close();
  const last = values.slice(-Math.max(1, Math.round(values.length / 10)));
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

describe("examples/lab", () => {
  it.each(files)(
    "%s shows what it says, in a few seconds",
    async (name) => {
      const spec = await load(name);
      for (const { metric, treatment, control, alternative } of spec.compare) {
        const [one, other] = [await finalOf(spec, treatment, metric), await finalOf(spec, control, metric)];
        if (alternative === "greater") expect(one).toBeGreaterThan(other);
        else expect(one).toBeLessThan(other);
      }
    },
    120_000,
  );

  it("has one for every kind of run", async () => {
    const runs = await Promise.all(files.map(async (name) => (await load(name)).run));
    expect([...new Set(runs)].sort()).toEqual(Object.keys(RUNS));
  });
});
