import type { Json } from "@guerdon/core/signal";
import { Bash, type CommandName, getCommandNames } from "just-bash";
import type { SandboxLimits } from "./program.ts";

export interface ShellCase {
  readonly input: string;
  readonly files: { readonly [path: string]: string };
  /** Files whose text is wanted afterwards. */
  readonly paths: readonly string[];
}
export interface ShellRequest {
  readonly source: string;
  readonly cases: readonly ShellCase[];
  readonly limits: SandboxLimits;
}
export interface ShellReply {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
  /** Text of each file that was wanted, in order; none where there is no such file. */
  readonly files: readonly (string | null)[];
  readonly late: boolean;
}

const HOME = "/home/user";
// Other languages have their own back ends.
const LEFT_OUT = new Set(["python", "python3", "js-exec", "sqlite3", "curl"]);
const COMMANDS = getCommandNames().filter((name) => !LEFT_OUT.has(name)) as CommandName[];

/** Runs a script on each input in a file system of its own, which is memory; a task for a killable process. */
export async function runShell(input: Json): Promise<Json> {
  const { source, cases, limits } = input as unknown as ShellRequest;
  const replies: ShellReply[] = [];
  for (const each of cases) replies.push(await runCase(source, each, limits));
  return replies as unknown as Json;
}

async function runCase(source: string, { input, files, paths }: ShellCase, limits: SandboxLimits): Promise<ShellReply> {
  const memory = limits.memoryMb * 2 ** 20;
  const entries = Object.entries(files).map(([path, text]): [string, string] => [placeOf(path), text]);
  const shell = new Bash({
    files: Object.fromEntries(entries),
    cwd: HOME,
    env: { HOME },
    commands: COMMANDS,
    executionLimits: {
      maxExecutionTimeMs: limits.wallMs,
      maxOutputSize: limits.outputBytes,
      maxFileSystemBytes: Math.min(memory, 64 * 2 ** 20),
      maxLiveBytes: memory,
      maxStringLength: 8 * 2 ** 20,
    },
  });
  const started = performance.now();
  // Not `rawScript: false`, which takes the indentation out of here-documents.
  const { stdout, stderr, exitCode } = await shell.exec(source, { stdin: input, rawScript: true });
  const late = performance.now() - started >= limits.wallMs;
  const read = async (path: string): Promise<string | null> => {
    try {
      return await shell.fs.readFile(placeOf(path));
    } catch {
      return null;
    }
  };
  return { out: stdout, err: stderr, exit: exitCode, files: await Promise.all(paths.map(read)), late };
}

const placeOf = (path: string): string => (path.startsWith("/") ? path : `${HOME}/${path}`);
