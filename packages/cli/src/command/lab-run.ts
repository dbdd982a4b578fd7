import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { runExperiment } from "@guerdon/lab/experiment";
import { readCurves } from "../lab/curve.ts";
import { experimentReport } from "../lab/experiment-report.ts";
import { loadExperiment } from "../lab/load-experiment.ts";
import { printResult } from "../lab/print-result.ts";
import { type PictureKind, savePictures } from "../lab/save-pictures.ts";
import { watchExperiment } from "../lab/watch-experiment.ts";

export interface LabRunOptions {
  readonly out?: string;
  readonly workers: number;
  readonly restart?: boolean;
  readonly plots?: PictureKind;
  readonly json?: boolean;
}

/** `guerdon lab run`: trains arms × seeds, shows the curves while they grow, and writes one report. */
export async function labRun(
  file: string,
  { out, workers, restart = false, plots, json = false }: LabRunOptions,
): Promise<number> {
  const spec = await loadExperiment(file);
  const folder = out ?? join("experiments", basename(file, extname(file)));
  const isResumed = existsSync(join(folder, "experiment.json")) && !restart;
  if (isResumed) process.stderr.write(`Going on with ${folder}.\n`);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const { finish, ...watch } = watchExperiment(spec, json ? { write: () => {} } : process.stderr, () =>
    performance.now(),
  );
  const module = new URL(`../lab/start-run${extname(import.meta.url)}`, import.meta.url).href;
  const result = await runExperiment(spec, { folder, module, workers, restart, signal: stop.signal, ...watch });
  finish();
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (stop.signal.aborted) {
    process.stderr.write(`Stopped. Go on with: guerdon lab run ${file} --out ${folder}\n`);
    return 130;
  }
  mkdirSync(folder, { recursive: true });
  const report = join(folder, "report.html");
  const curves = readCurves(spec, folder);
  writeFileSync(report, await experimentReport({ spec, result, curves }));
  const pictures = plots === undefined ? [] : await savePictures(plots, spec, curves, folder);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `${printResult(spec, result)}Report: ${report}\n${pictures.length === 0 ? "" : `Plots: ${join(folder, "plots")}\n`}`,
    );
  return result.failures.length === 0 ? 0 : 3;
}
