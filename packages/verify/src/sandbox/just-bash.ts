import type { Pool } from "@guerdon/core/piece";
import { processPool } from "../pool/index.ts";
import { outputsEqual } from "./outputs-equal.ts";
import type {
  Backend,
  InputOutput,
  ProgramOutput,
  SandboxLimits,
  SandboxProgram,
  SandboxResult,
  TestOutcome,
} from "./program.ts";
import type { ShellReply, ShellRequest } from "./run-shell.ts";

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const TASK = { module: new URL(`./run-shell.${extension}`, import.meta.url).href, export: "runShell" };

// Beside the deadline inside, which stops a loop of the shell, this one kills the process.
const GRACE_MS = 2000;

/**
 * A shell with its tools in JavaScript, on a file system in memory, in a process that is killed at the deadline.
 *
 * No program of the host is started and no file of it is read; there is no network. What is expected stays outside.
 */
export function justBash(): Backend {
  const name = "just-bash";
  // Closed, it begins anew with the next program.
  let pool: Pool | undefined;
  async function run(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult> {
    const { source, cases } = program;
    if (cases === undefined || cases.length === 0) {
      return { fault: { blame: "task", reason: "A shell program is checked by `cases`, and there are none." } };
    }
    const request: ShellRequest = {
      source,
      cases: cases.map(({ input, files = {}, after = {} }) => ({ input, files, paths: Object.keys(after) })),
      limits,
    };
    pool ??= processPool({ memoryMb: 512, nodeArgs: ["--disallow-code-generation-from-strings"] });
    const [result] = await pool.run(TASK, [JSON.parse(JSON.stringify(request))], {
      deadlineMs: limits.wallMs * cases.length + GRACE_MS,
    });
    if (result !== undefined && "value" in result) {
      return { verdict: verdictOf(name, cases, result.value as unknown as readonly ShellReply[]) };
    }
    const missing = result?.missing;
    if (missing?.kind === "failed" && missing.blame !== "candidate") {
      return { fault: { blame: "engine", reason: missing.reason } };
    }
    const status = missing?.reason.includes("memory") ? "out-of-memory" : "timed-out";
    return { verdict: { status, engine: name, tests: cases.map(() => ({ passed: false, error: "not-run" })) } };
  }
  return {
    name,
    languages: ["shell"],
    install: "npm install just-bash@3.4.2",
    absent: async () => {
      try {
        await import("just-bash");
        return undefined;
      } catch {
        return "just-bash is not installed";
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

function verdictOf(engine: string, cases: readonly InputOutput[], replies: readonly ShellReply[]): VerdictOf {
  const tests = cases.map((each, i): TestOutcome => {
    const error = errorOf(each, replies[i]);
    return error === undefined ? { passed: true } : { passed: false, error };
  });
  const error = tests.find(({ passed }) => !passed)?.error;
  const status = error === undefined ? "passed" : error === "timed-out" ? "timed-out" : "failed";
  return { status, engine, tests, error, outputs: replies.map(outputOf) };
}

function outputOf({ out, err, exit, late }: ShellReply): ProgramOutput {
  return { stdout: out, stderr: err, end: late ? "timed-out" : "ended", exitCode: late ? null : exit };
}

type VerdictOf = Extract<SandboxResult, { readonly verdict: unknown }>["verdict"];

/** What is wrong first: time, exit status, output, then files in their order. */
function errorOf({ output, exit = 0, after = {} }: InputOutput, reply: ShellReply | undefined): string | undefined {
  if (reply === undefined) return "not-run";
  if (reply.late) return "timed-out";
  if (reply.exit !== exit) return `exit ${reply.exit}`;
  if (!outputsEqual(reply.out, output)) return "wrong-output";
  const differs = Object.values(after).some((expected, i) => {
    const got = reply.files[i] ?? null;
    return expected === null || got === null ? got !== expected : !outputsEqual(got, expected);
  });
  return differs ? "wrong-file" : undefined;
}
