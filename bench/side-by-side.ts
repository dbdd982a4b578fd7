import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

/** One line of a result: what was measured, what came out, what was asked for. */
export interface Line {
  readonly what: string;
  readonly figure: string;
  readonly asked?: string;
}

/** The Python that may have what a comparison needs: `GUERDON_PYTHON`, else `python3`. */
export const PYTHON = process.env.GUERDON_PYTHON ?? "python3";

/** Why a comparison with Python is left out, or undefined when it can run. */
export function pythonLacks(module: string): string | undefined {
  try {
    execFileSync(PYTHON, ["-c", `import ${module}`], { stdio: "ignore" });
    return undefined;
  } catch {
    return `skipped: ${PYTHON} has no ${module}; install it, or set GUERDON_PYTHON to one that has it`;
  }
}

/** Runs a script of this folder and reads the JSON it prints. */
export function runPython(script: string, args: readonly string[]): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return JSON.parse(execFileSync(PYTHON, [path, ...args], { encoding: "utf8", maxBuffer: 1 << 28 }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Prints a result and keeps it for the documents, with the machine and the commit it was measured on. */
export function report(name: string, lines: readonly Line[], raw: unknown): void {
  for (const { what, figure, asked } of lines)
    console.log(`${what}: ${figure}${asked === undefined ? "" : ` (asked: ${asked})`}`);
  const folder = new URL("./results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, commit: commit() };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify({ machine, lines, raw }, null, 2)}\n`);
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

/** A data file beside the repository, or undefined with a word about it. */
export function dataFile(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.log(`skipped: ../shared/data/${name} is not there`);
  return undefined;
}
