import { statSync } from "node:fs";
import { RewardError } from "@guerdon/core/error";
import type { ProgramRegistry } from "../service/program-registry.ts";
import type { HostLog } from "./telemetry.ts";

const INTERVAL_MS = 500;

/**
 * Reads the files of programs again when they change, and once at the beginning: they may have changed since.
 *
 * @returns ends the watch
 */
export function watchPrograms(programs: ProgramRegistry, log: HostLog, intervalMs: number = INTERVAL_MS): () => void {
  const look = async (path: string): Promise<void> => {
    const result = await programs.reload(path);
    if (result === "changed") log.info({ path }, "program reloaded; runs that have begun stay on their version");
    if (result === "failed")
      log.warn({ path, ...whyOf(programs) }, "program does not compile; the old version goes on");
  };
  const stamps = new Map(programs.paths.map((path) => [path, stampOf(path)]));
  for (const path of stamps.keys()) void look(path);
  const timer = setInterval(() => {
    for (const [path, stamp] of stamps) {
      const now = stampOf(path);
      if (now === stamp) continue;
      stamps.set(path, now);
      void look(path);
    }
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** What is another one when a file has been written or replaced. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "none" : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}

function whyOf(programs: ProgramRegistry): object {
  return {
    problems: [...programs.problems].map(([program, problem]) => ({
      program,
      code: RewardError.is(problem) ? problem.code : "INTERNAL",
      message: problem instanceof Error ? problem.message : String(problem),
      hint: RewardError.is(problem) ? problem.hint : undefined,
    })),
  };
}
