import { unwatchFile, watchFile } from "node:fs";
import { RewardError } from "@guerdon/core/error";
import type { ProgramRegistry } from "../service/program-registry.ts";
import type { HostLog } from "./telemetry.ts";

const INTERVAL_MS = 500;

/**
 * Reads the files of programs again when they change.
 *
 * @returns ends the watch
 */
export function watchPrograms(programs: ProgramRegistry, log: HostLog, intervalMs: number = INTERVAL_MS): () => void {
  const ends = programs.paths.map((path) => {
    const look = async (): Promise<void> => {
      const result = await programs.reload(path);
      if (result === "changed") log.info({ path }, "program reloaded; runs that have begun stay on their version");
      if (result === "failed")
        log.warn({ path, ...whyOf(programs) }, "program does not compile; the old version goes on");
    };
    const changed = (): void => void look();
    watchFile(path, { interval: intervalMs, persistent: false }, changed);
    return () => unwatchFile(path, changed);
  });
  return () => {
    for (const end of ends) end();
  };
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
