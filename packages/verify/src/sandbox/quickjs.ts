import { processPool } from "../pool/index.ts";
import type { Backend, SandboxLimits, SandboxProgram, SandboxResult, Verdict } from "./program.ts";

const TASK = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./run-quickjs.ts" : "./run-quickjs.js", import.meta.url).href,
  export: "runQuickjs",
};

// Beside the deadline inside, which stops a loop, this one kills the process.
const GRACE_MS = 2000;

/** QuickJS in WebAssembly in a process that is killed at the deadline; the tests run in a second WebAssembly module. */
export function quickjs(): Backend {
  const name = "quickjs";
  const pool = processPool({ memoryMb: 1024 });
  async function run(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult> {
    if (program.cases !== undefined) {
      return { fault: { blame: "engine", reason: "QuickJS has no standard input; give tests instead of cases." } };
    }
    const input = { source: program.source, tests: program.tests ?? [], setup: program.setup ?? "", limits };
    const [result] = await pool.run(TASK, [JSON.parse(JSON.stringify({ ...input, language: program.language }))], {
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
    languages: ["javascript"],
    install: "npm install quickjs-emscripten@0.32.0",
    absent: async () => {
      try {
        await import("quickjs-emscripten");
        return undefined;
      } catch {
        return "quickjs-emscripten is not installed";
      }
    },
    run,
    close: () => pool.close(),
  };
}
