import { join } from "node:path";
import { type ExperimentSpec, jobFolder, readJournal } from "@guerdon/lab/experiment";

/** One metric of one run, update by update. */
export interface SeedCurve {
  readonly arm: string;
  readonly seed: number;
  readonly updates: readonly number[];
  readonly values: readonly number[];
}

/** The most points a curve is drawn with; more are averaged in equal stretches. */
const POINTS = 150;

/** Names of the metrics that the runs of an experiment recorded: the shown ones first, then in order of appearance. */
export function metricsOf(
  curves: ReadonlyMap<string, readonly SeedCurve[]>,
  show: readonly string[],
): readonly string[] {
  const names = [...curves.keys()];
  return [...show.filter((name) => names.includes(name)), ...names.filter((name) => !show.includes(name))];
}

/** All curves of an experiment by metric. */
export function readCurves(spec: ExperimentSpec, folder: string): ReadonlyMap<string, readonly SeedCurve[]> {
  const curves = new Map<string, SeedCurve[]>();
  for (const arm of Object.keys(spec.arms)) {
    for (const seed of spec.seeds) {
      const rows = readJournal(join(jobFolder(folder, { arm, seed }), "metrics.jsonl"));
      const names = new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)));
      for (const name of names) {
        const own = rows.filter(({ metrics }) => metrics[name] !== undefined);
        const curve = averaged(
          own.map(({ update }) => update),
          own.map(({ metrics }) => metrics[name] as number),
        );
        curves.set(name, [...(curves.get(name) ?? []), { arm, seed, ...curve }]);
      }
    }
  }
  return curves;
}

/** A curve of at most 150 points: means of equal stretches, each at its last update. */
export function averaged(updates: readonly number[], values: readonly number[]): Pick<SeedCurve, "updates" | "values"> {
  const stretch = Math.ceil(values.length / POINTS);
  if (stretch <= 1) return { updates, values };
  const at: number[] = [];
  const means: number[] = [];
  for (let start = 0; start < values.length; start += stretch) {
    const end = Math.min(start + stretch, values.length);
    at.push(updates[end - 1] as number);
    means.push(values.slice(start, end).reduce((sum, value) => sum + value, 0) / (end - start));
  }
  return { updates: at, values: means };
}

/** Mean over the seeds at each update that any of them has. */
export function meanCurve(
  curves: readonly SeedCurve[],
): readonly { readonly update: number; readonly mean: number; readonly low: number; readonly high: number }[] {
  const byUpdate = new Map<number, number[]>();
  for (const { updates, values } of curves) {
    updates.forEach((update, i) => {
      byUpdate.set(update, [...(byUpdate.get(update) ?? []), values[i] as number]);
    });
  }
  const whole = Math.max(0, ...[...byUpdate.values()].map(({ length }) => length));
  return [...byUpdate]
    .filter(([, values]) => values.length === whole)
    .sort(([a], [b]) => a - b)
    .map(([update, values]) => ({
      update,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      low: Math.min(...values),
      high: Math.max(...values),
    }));
}
