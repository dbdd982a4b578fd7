import { type ExperimentOptions, type ExperimentSpec, type Job, jobsOf } from "@guerdon/lab/experiment";
import type { Terminal } from "../progress/index.ts";
import { type LiveState, liveCurve } from "./live-curve.ts";

type Watch = Required<Pick<ExperimentOptions, "onProgress" | "onEnd">>;

/** Shows an experiment while it runs: the first shown metric of each arm, its runs, and the time left. */
export function watchExperiment(spec: ExperimentSpec, stream: Terminal, now: () => number): Watch & { finish(): void } {
  const live = liveCurve(stream, now);
  const started = now();
  const jobs = jobsOf(spec).length;
  const done = new Map<string, number>();
  const curves = new Map<string, number[]>();
  let metric = spec.show[0];
  let ended = 0;
  const state = (): LiveState => ({
    metric: metric ?? "",
    curves: Object.keys(spec.arms).map((arm) => ({ arm, values: curves.get(arm) ?? [] })),
    line: lineOf({
      ended,
      jobs,
      share: [...done.values()].reduce((sum, share) => sum + share, 0) / jobs,
      seconds: (now() - started) / 1000,
    }),
  });
  return {
    onProgress(job: Job, { update, end, seconds, metrics }) {
      metric ??= Object.keys(metrics)[0];
      const value = metrics[metric as string];
      // The chart follows one seed an arm: the first that reports.
      if (value !== undefined && job.seed === spec.seeds[0])
        curves.set(job.arm, [...(curves.get(job.arm) ?? []), value]);
      const budget = spec.budgetSeconds === 0 ? 0 : (seconds * jobs) / (spec.budgetSeconds * Math.min(2, jobs));
      done.set(`${job.arm}/${job.seed}`, Math.min(1, Math.max(update / end, budget)));
      live.update(state());
    },
    onEnd(job) {
      ended++;
      done.set(`${job.arm}/${job.seed}`, 1);
      live.update(state());
    },
    finish: live.finish,
  };
}

interface Standing {
  readonly ended: number;
  readonly jobs: number;
  /** Share of the work that is done. */
  readonly share: number;
  readonly seconds: number;
}

/** "3 of 10 runs · 34 % · 0:12 left" */
export function lineOf({ ended, jobs, share, seconds }: Standing): string {
  const parts = [`${ended} of ${jobs} runs`, `${Math.floor(share * 100)} %`];
  if (share > 0.02 && share < 1) {
    const left = Math.ceil((seconds * (1 - share)) / share);
    parts.push(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`);
  }
  return parts.join(" · ");
}
