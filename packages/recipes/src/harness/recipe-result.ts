import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { type BootstrapInterval, bootstrapInterval } from "@guerdon/lab/statistics";
import { type JudgedClaim, judgeClaims } from "./judge-claims.ts";
import type { Recipe, Settings, Study } from "./recipe.ts";
import type { RecipeHash } from "./recipe-hash.ts";
import { type ArmRuns, valueIn } from "./samples.ts";
import { type ThinCurve, thinCurve } from "./thin-curve.ts";

/** A metric of an arm: its final value by seed, with their mean and its 95 % interval. */
export interface MetricResult extends BootstrapInterval {
  readonly values: readonly number[];
}

/** A run that did not end well. */
export interface FailedRun {
  readonly arm: string;
  readonly seed: number;
  readonly reason: string;
}

export interface StudyResult {
  readonly seeds: number;
  readonly treatment: string;
  readonly control: string;
  readonly settings: Settings;
  /** What each arm changes. */
  readonly changes: { readonly [arm: string]: Settings };
  /** Arms of which every seed ended well. */
  readonly arms: { readonly [arm: string]: { readonly [metric: string]: MetricResult } };
  readonly failures: readonly FailedRun[];
  /** Of the metric that is plotted. */
  readonly curves: { readonly [arm: string]: ThinCurve };
  readonly claims: readonly JudgedClaim[];
}

/** What came of a recipe, as it is kept. */
export interface RecipeResult {
  readonly paper: string;
  readonly commit: string;
  readonly hash: Pick<RecipeHash, "numbers" | "claims">;
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  /** CPU seconds of all runs. */
  readonly seconds: number;
  readonly budgetSeconds: number;
  readonly studies: { readonly [study: string]: StudyResult };
}

/** Runs of each study, by arm and seed, and why the failed ones failed. */
export interface FinishedRuns {
  readonly runs: { readonly [study: string]: ArmRuns };
  readonly failures: { readonly [study: string]: readonly FailedRun[] };
  readonly cpuSeconds: number;
}

/** What is kept of the runs of a recipe, with the verdict of every claim. */
export function makeResult(recipe: Recipe, hash: RecipeHash, commit: string, finished: FinishedRuns): RecipeResult {
  const [cpu] = cpus();
  return {
    paper: recipe.paper,
    commit,
    hash: { numbers: hash.numbers, claims: hash.claims },
    machine: { node: process.version, cpu: cpu?.model.trim() ?? "unknown", cores: cpus().length },
    seconds: Math.round(finished.cpuSeconds * 10) / 10,
    budgetSeconds: recipe.budgetSeconds,
    studies: Object.fromEntries(
      Object.entries(recipe.studies).map(([name, study]) => [
        name,
        studyResult(study, finished.runs[name] ?? {}, finished.failures[name] ?? []),
      ]),
    ),
  };
}

function studyResult(study: Study, runs: ArmRuns, failures: readonly FailedRun[]): StudyResult {
  const { seeds, treatment, control, settings, arms, metrics, plot } = study;
  const whole = Object.keys(arms).filter((arm) => runs[arm]?.every((measures) => measures !== undefined));
  const resultOf = (arm: string, metric: string): MetricResult => {
    const values = (runs[arm] ?? []).map((measures) => rounded(valueIn(measures?.[metric] as never)));
    const { estimate, low, high } = bootstrapInterval(values, { resamples: 2000 });
    return { estimate: rounded(estimate), low: rounded(low), high: rounded(high), values };
  };
  const curveOf = (arm: string): readonly (readonly [string, ThinCurve])[] => {
    const series = (runs[arm] ?? []).map((measures) => measures?.[plot?.metric as string] as never);
    return plot?.arms?.includes(arm) === false ? [] : [[arm, thinCurve(series)]];
  };
  return {
    seeds,
    treatment,
    control,
    settings,
    changes: arms,
    arms: Object.fromEntries(
      whole.map((arm) => [arm, Object.fromEntries(metrics.map((metric) => [metric, resultOf(arm, metric)]))]),
    ),
    failures,
    curves: plot === undefined ? {} : Object.fromEntries(whole.flatMap(curveOf)),
    claims: judgeClaims(study, runs).map(roundedClaim),
  };
}

/** Numbers are kept with six digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function roundedClaim(claim: JudgedClaim): JudgedClaim {
  return JSON.parse(
    JSON.stringify(claim, (_, value: unknown) => (typeof value === "number" ? rounded(value) : value)),
  ) as JudgedClaim;
}

/** A list of numbers alone, which takes one line. */
const NUMBERS = /\[\s+[\d\s.,eE+-]+\]/g;

/** Writes a result; the file appears whole or not at all. */
export function writeResult(folder: string, result: RecipeResult): void {
  const file = join(folder, `${result.paper}.json`);
  const text = JSON.stringify(result, null, 1).replaceAll(NUMBERS, (list) => list.replaceAll(/\s+/g, " "));
  writeFileSync(`${file}.part`, `${text}\n`);
  renameSync(`${file}.part`, file);
}

/**
 * The kept result of a recipe, if there is one.
 *
 * @throws RewardError GUERDON_RECIPE when the file is damaged
 */
export function readResult(folder: string, paper: string): RecipeResult | undefined {
  const file = join(folder, `${paper}.json`);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as RecipeResult;
  } catch (cause) {
    throw new RewardError("GUERDON_RECIPE", `Expected ${file} to be a result, got: ${(cause as Error).message}.`, {
      hint: `Write it anew with \`guerdon papers run ${paper}\`.`,
      cause,
    });
  }
}
