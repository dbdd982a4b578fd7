import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import { type Compilation, compile, type Finding, type Place, parseProgram } from "@guerdon/core/program";

/** A program as read from a file, with its findings placed in that file. */
export interface LoadedProgram extends Compilation {
  readonly path: string;
  /** Adds line and column, where the file is YAML or JSON. */
  place(finding: Finding): Finding;
}

/**
 * Reads and compiles a reward program: `.yaml`, `.yml`, `.json`, or a TypeScript or JavaScript module with a
 * default export.
 *
 * @throws RewardError GUERDON_FILE, GUERDON_PROGRAM_SYNTAX
 */
export async function loadProgram(path: string, library: Library): Promise<LoadedProgram> {
  const { spec, locate } = CODE.has(extname(path)) ? await loadModule(path) : await loadText(path);
  const place = (finding: Finding): Finding => ({ ...finding, ...locate(finding.place) });
  const { program, findings } = compile(spec, library);
  return { path, ...(program === undefined ? {} : { program }), findings: findings.map(place), place };
}

const CODE = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

interface Loaded {
  readonly spec: unknown;
  locate(place: Place): { readonly line: number; readonly column: number } | undefined;
}

async function loadText(path: string): Promise<Loaded> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw unreadable(path, cause);
  });
  return parseProgram(text);
}

async function loadModule(path: string): Promise<Loaded> {
  const { createJiti } = await import("jiti");
  const url = pathToFileURL(resolve(path)).href;
  try {
    const spec = await createJiti(import.meta.url).import(url, { default: true });
    return { spec, locate: () => undefined };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): RewardError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RewardError("GUERDON_FILE", `Expected \`${path}\` to be a readable reward program, got: ${message}.`, {
    hint: "Make one with `guerdon init`.",
    cause,
  });
}
