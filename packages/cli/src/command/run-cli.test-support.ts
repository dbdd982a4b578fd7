import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line, from its sources, in a folder. */
export function startCli(args: readonly string[], cwd: string): { child: ChildProcess; done: Promise<CliResult> } {
  const tsx = import.meta.resolve("tsx");
  const child = spawn(process.execPath, ["--conditions=@guerdon/source", "--import", tsx, MAIN, ...args], { cwd });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const done = new Promise<CliResult>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return { child, done };
}

export function runCli(args: readonly string[], cwd: string, stdin = ""): Promise<CliResult> {
  const { child, done } = startCli(args, cwd);
  child.stdin?.end(stdin);
  return done;
}

/** A folder with some files in it, gone at the end of its scope. */
export function folderWith(files: {
  readonly [name: string]: string | Buffer;
}): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "guerdon-cli-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
