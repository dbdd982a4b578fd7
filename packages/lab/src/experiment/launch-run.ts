import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { RunReply, RunRequest } from "./run-child.ts";
import type { RunProgress } from "./work-on-run.ts";

/** Why a run did not end well. */
export interface RunError {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
}

export interface ChildRun {
  /** Resolves when the process is gone: with nothing when the run ended well. */
  ended(onProgress: (progress: RunProgress) => void): Promise<RunError | undefined>;
  stop(): void;
}

/** Starts a run in a process of its own, which ends with this one. */
export function launchRun(request: RunRequest): ChildRun {
  const isSource = import.meta.url.endsWith(".ts");
  const program = fileURLToPath(new URL(`./run-child${isSource ? ".ts" : ".js"}`, import.meta.url));
  const child = fork(program, [], {
    execArgv: [...(isSource ? sourceArgs() : []), "--experimental-wasm-relaxed-simd"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  child.send(request);
  return {
    stop: () => void child.kill("SIGKILL"),
    ended: (onProgress) =>
      new Promise((resolve) => {
        let last = "";
        let reply: RunReply | undefined;
        child.stderr?.on("data", (text) => {
          last = `${last}${text}`.slice(-2000);
        });
        child.on("message", (message) => {
          reply = message as RunReply;
          if (reply.kind === "progress") onProgress(reply.progress);
        });
        child.on("error", (error) => resolve({ message: error.message }));
        child.on("close", (code, signal) => {
          if (reply?.kind === "end") resolve(undefined);
          else if (reply?.kind === "error") resolve(errorOf(reply));
          else resolve({ message: `the process ended with ${signal ?? `code ${code}`}: ${last.trim() || "no word"}` });
        });
      }),
  };
}

function errorOf({ code, message, hint }: RunReply & { kind: "error" }): RunError {
  return { message, ...(code && { code }), ...(hint && { hint }) };
}

function sourceArgs(): string[] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--conditions=@guerdon/source", "--import", tsx];
}
