import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface LaunchOptions {
  readonly memoryMb: number;
  /** More variables for the environment of the children, which is otherwise empty but for `PATH` and the temporary folder. */
  readonly env?: { readonly [name: string]: string };
  /** More arguments for Node, such as `--import` with a loader. */
  readonly nodeArgs?: readonly string[];
}

const INHERITED = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

/**
 * Starts one child process: requests on stdin, replies on descriptor 3, a pipe that tells of the parent's end on 4.
 *
 * It leads its own process group, so that what a task starts can be ended with it.
 *
 * @throws Error when the operating system does not start it
 */
export function launchChild({ memoryMb, env = {}, nodeArgs = [] }: LaunchOptions): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  const program = fileURLToPath(new URL(`./pool-child${isSource ? ".ts" : ".js"}`, import.meta.url));
  const loader = isSource ? sourceArgs() : [];
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${memoryMb}`, ...loader, ...nodeArgs, program, String(memoryMb)],
    {
      stdio: ["pipe", "ignore", "pipe", "pipe", "pipe"],
      env: { ...inheritedEnv(), ...env },
      detached: process.platform !== "win32",
      windowsHide: true,
    },
  );
  child.on("error", () => {});
  if (child.pid !== undefined) return child;
  for (const stream of child.stdio ?? []) stream?.destroy();
  throw new Error("too few descriptors or too little memory for another process");
}

function sourceArgs(): string[] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--conditions=@guerdon/source", "--import", tsx];
}

function inheritedEnv(): { [name: string]: string } {
  const env: { [name: string]: string } = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
