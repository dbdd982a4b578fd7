import { RewardError } from "@guerdon/core/error";
import { type Library, makeLibrary } from "@guerdon/core/piece";
import { type Run, settingsOf } from "@guerdon/lab/experiment";
import { worldSignal } from "@guerdon/lab/trainer";
import type { Measured, Recipe, Settings, Study } from "./recipe.ts";
import type { Measures, Series } from "./samples.ts";

/** Share of a run that is done. */
export type Watch = (share: number) => void;

/** What an arm of a study is run with. */
export function armSettings(study: Study, arm: string, smoke = false): Settings {
  const own = settingsOf(study, arm);
  return smoke ? settingsOf({ settings: own, arms: { smoke: study.smoke } }, "smoke") : own;
}

/** The pieces that programs of a recipe may name, and the signals of worlds. */
function libraryOf({ pieces }: Recipe): Library {
  return makeLibrary([worldSignal, ...pieces]);
}

/**
 * Runs one arm with one seed and keeps the metrics the study names.
 *
 * @throws RewardError GUERDON_RECIPE when a metric was not measured or is not finite
 */
export async function runArm(
  recipe: Recipe,
  { study, arm, seed, smoke = false }: { study: string; arm: string; seed: number; smoke?: boolean },
  watch: Watch = () => {},
): Promise<Measures> {
  const own = recipe.studies[study] as Study;
  const made = await own.run(armSettings(own, arm, smoke), seed, libraryOf(recipe));
  const measures = isRun(made) ? await record(made, own.metrics, watch) : seriesOf(made, own.metrics);
  for (const metric of own.metrics) requireFinite(metric, measures[metric]);
  return measures;
}

function isRun(made: Run | Measured): made is Run {
  return typeof (made as Run).update === "function";
}

async function record(run: Run, metrics: readonly string[], watch: Watch): Promise<Measures> {
  const all = Object.fromEntries(metrics.map((metric) => [metric, { updates: [], values: [] }])) as {
    [metric: string]: { updates: number[]; values: number[] };
  };
  try {
    while (run.updates < run.end) {
      const measured = await run.update();
      for (const [metric, { updates, values }] of Object.entries(all)) {
        const value = measured[metric];
        if (value === undefined) continue;
        updates.push(run.updates);
        values.push(value);
      }
      watch(run.updates / run.end);
    }
    return all;
  } finally {
    run.close();
  }
}

function seriesOf(measured: Measured, metrics: readonly string[]): Measures {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const value = measured[metric];
      if (value === undefined) return [];
      const values = typeof value === "number" ? [value] : value;
      return [[metric, { updates: values.map((_, i) => i + 1), values }]];
    }),
  );
}

function requireFinite(metric: string, series: Series | undefined): void {
  const at = series?.values.findIndex((value) => !Number.isFinite(value)) ?? -1;
  if (series !== undefined && series.values.length > 0 && at < 0) return;
  const got = at < 0 ? "nothing" : `${series?.values[at]} at update ${series?.updates[at]}`;
  throw new RewardError("GUERDON_RECIPE", `Expected the arm to measure \`${metric}\`, got ${got}.`, {
    hint: "`metrics` of the study must be what its run reports, finite at every update.",
    details: { metric },
  });
}
