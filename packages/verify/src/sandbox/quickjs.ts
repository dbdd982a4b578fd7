import type { Pool } from "@guerdon/core/piece";
import { processPool } from "../pool/index.ts";
import type { Backend, SandboxLimits, SandboxProgram, SandboxResult, Verdict } from "./program.ts";

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const taskOf = (module: string, name: string): { module: string; export: string } => ({
  module: new URL(`./${module}.${extension}`, import.meta.url).href,
  export: name,
});
const TASKS = {
  javascript: taskOf("run-quickjs", "runQuickjs"),
  typescript: taskOf("run-typescript", "runTypescript"),
};

// Beside the deadline inside, which stops a loop, this one kills the process.
const GRACE_MS = 2000;

/** QuickJS in WebAssembly in a process that is killed at the deadline; the tests run in a second WebAssembly module. */
export function quickjs(): Backend {
  const name = "quickjs";
  // Closed, it begins anew with the next program.
  let pool: Pool | undefined;
  async function run(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult> {
    if (program.cases !== undefined) {
      return { fault: { blame: "engine", reason: "QuickJS has no standard input; give tests instead of cases." } };
    }
    const task = program.language === "typescript" ? TASKS.typescript : TASKS.javascript;
    const { source, tests = [], setup = "" } = program;
    pool ??= processPool({ memoryMb: 1024 });
    const [result] = await pool.run(task, [{ source, tests: [...tests], setup, limits: { ...limits } }], {
      deadlineMs: limits.wallMs + GRACE_MS,
    });
    if (result !== undefined && "value" in result) {
      const value = result.value as unknown as Omit<Verdict, "engine"> | { readonly task: string };
      if ("task" in value) return { fault: { blame: "task", reason: value.task } };
      return { verdict: { ...value, engine: name } };
    }
    const missing = result?.missing;
    if (missing?.kind === "failed" && missing.blame !== "candidate") {
      return { fault: { blame: "engine", reason: missing.reason } };
    }
    const status = missing?.reason.includes("memory") ? "out-of-memory" : "timed-out";
    return { verdict: { status, engine: name, tests: [] } };
  }
  return {
    name,
    languages: ["javascript", "typescript"],
    install: "npm install quickjs-emscripten@0.32.0; for TypeScript also typescript@6.0.3",
    absent: async () => {
      try {
        await import("quickjs-emscripten");
        return undefined;
      } catch {
        return "quickjs-emscripten is not installed";
      }
    },
    run,
    close: async () => {
      const closing = pool?.close();
      pool = undefined;
      await closing;
    },
  };
}
