import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import {
  type BootstrapInterval,
  bootstrapInterval,
  type PermutationTest,
  permutationTest,
} from "../statistics/index.ts";
import { type Comparison, type ExperimentSpec, experimentHash } from "./experiment-spec.ts";
import { jobFolder, jobsOf } from "./job.ts";
import { type JournalRow, readJournal } from "./journal.ts";
import type { RunError } from "./launch-run.ts";
import type { RunEnd } from "./work-on-run.ts";

/** A run that did not end well. */
export interface RunFailure extends RunError {
  readonly arm: string;
  readonly seed: number;
}

export interface RunResult {
  readonly arm: string;
  readonly seed: number;
  /** Absent while it is under way, and when it failed. */
  readonly end?: RunEnd;
  /** Mean of each metric over the last tenth of the updates. */
  readonly final: { readonly [metric: string]: number };
}

export interface ComparisonResult extends Comparison {
  /** Seeds that both arms have a final value of. */
  readonly seeds: readonly number[];
  readonly difference: BootstrapInterval;
  readonly test: PermutationTest;
}

export interface ExperimentResult {
  readonly experiment: string;
  readonly hash: string;
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly runs: readonly RunResult[];
  readonly failures: readonly RunFailure[];
  readonly comparisons: readonly ComparisonResult[];
}

const LAST_SHARE = 0.1;

/** What the folder of an experiment says: final values, comparisons, and which runs failed. */
export function readResult(spec: ExperimentSpec, folder: string, failures: readonly RunFailure[]): ExperimentResult {
  const runs = jobsOf(spec).map((job): RunResult => {
    const own = jobFolder(folder, job);
    const file = join(own, "end.json");
    const end = existsSync(file) ? { end: JSON.parse(readFileSync(file, "utf8")) as RunEnd } : {};
    return { ...job, ...end, final: finalOf(readJournal(join(own, "metrics.jsonl"))) };
  });
  const [cpu] = cpus();
  return {
    experiment: spec.experiment,
    hash: experimentHash(spec),
    machine: { node: process.version, cpu: cpu?.model ?? "unknown", cores: cpus().length },
    runs,
    failures,
    comparisons: spec.compare.flatMap((question) => compare(question, runs)),
  };
}

/** Mean of each metric over the last tenth of the rows, at least one. */
export function finalOf(rows: readonly JournalRow[]): { readonly [metric: string]: number } {
  const last = rows.slice(-Math.max(1, Math.floor(rows.length * LAST_SHARE)));
  const names = new Set(last.flatMap(({ metrics }) => Object.keys(metrics)));
  return Object.fromEntries(
    [...names].map((metric) => {
      const values = last.flatMap(({ metrics }) => (metrics[metric] === undefined ? [] : [metrics[metric]]));
      return [metric, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  );
}

function compare(question: Comparison, runs: readonly RunResult[]): readonly ComparisonResult[] {
  const { metric, treatment, control, alternative } = question;
  const finalIn = (arm: string, seed: number): number | undefined =>
    runs.find((run) => run.arm === arm && run.seed === seed && run.end !== undefined)?.final[metric];
  const seeds = [...new Set(runs.map(({ seed }) => seed))].filter(
    (seed) => finalIn(treatment, seed) !== undefined && finalIn(control, seed) !== undefined,
  );
  if (seeds.length === 0) return [];
  const [x, y] = [treatment, control].map((arm) => seeds.map((seed) => finalIn(arm, seed) as number)) as [
    number[],
    number[],
  ];
  const differences = x.map((value, i) => value - (y[i] as number));
  return [
    {
      ...question,
      seeds,
      difference: bootstrapInterval(differences),
      test: permutationTest(x, y, { paired: true, alternative }),
    },
  ];
}
