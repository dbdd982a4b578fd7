import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ChildReply, ChildRequest } from "./recipe-child.ts";

export type RunOutcome = Exclude<ChildReply, { readonly kind: "progress" }>;

/** A process that runs arms one after the other; a new one takes its place when it is killed, dies or changes recipe. */
export interface RunWorker {
  /** Runs one arm; killed when it takes longer than `limitSeconds`. Never rejects. */
  run(request: ChildRequest, limitSeconds: number, onProgress?: (share: number) => void): Promise<RunOutcome>;
  stop(): void;
}

export function createRunWorker(): RunWorker {
  let child: ChildProcess | undefined;
  let of: string | undefined;
  const stop = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    stop,
    run: (request, limitSeconds, onProgress) => {
      if (of !== request.module) stop();
      child ??= launch();
      of = request.module;
      return outcomeOf(child, request, limitSeconds, onProgress).then(({ outcome, isAlive }) => {
        if (!isAlive) stop();
        return outcome;
      });
    },
  };
}

function outcomeOf(
  child: ChildProcess,
  request: ChildRequest,
  limitSeconds: number,
  onProgress: ((share: number) => void) | undefined,
): Promise<{ readonly outcome: RunOutcome; readonly isAlive: boolean }> {
  return new Promise((resolve) => {
    let last = "";
    const hear = (text: unknown): void => {
      last = `${last}${text}`.slice(-2000);
    };
    const settle = (outcome: RunOutcome, isAlive: boolean): void => {
      clearTimeout(timer);
      child.off("message", answered).off("close", died).stderr?.off("data", hear);
      resolve({ outcome, isAlive });
    };
    const fail = (reason: string): void => settle({ kind: "failed", reason }, false);
    const answered = (message: unknown): void => {
      const reply = message as ChildReply;
      if (reply.kind === "progress") onProgress?.(reply.share);
      else settle(reply, true);
    };
    const died = (code: number | null, signal: string | null): void =>
      fail(`The process ended with ${signal ?? `code ${code}`}: ${last.trim() || "no word"}.`);
    const timer = setTimeout(() => fail(`Out of time: it took longer than ${limitSeconds} s.`), limitSeconds * 1000);
    child.on("message", answered).on("close", died).stderr?.on("data", hear);
    child.send(request);
  });
}

function launch(): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  const program = fileURLToPath(new URL(`./recipe-child${isSource ? ".ts" : ".js"}`, import.meta.url));
  const child = fork(program, [], {
    execArgv: [...(isSource ? sourceArgs() : []), "--experimental-wasm-relaxed-simd"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  // A killed child has told why already; whoever waits for it hears of its end.
  child.on("error", () => {});
  return child;
}

function sourceArgs(): string[] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--conditions=@guerdon/source", "--import", tsx];
}
