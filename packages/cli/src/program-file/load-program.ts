import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import { type Compilation, compile, type Finding, type Place, parseProgram } from "@guerdon/core/program";

/** A program as read from a file, with its findings placed in that file. */
export interface LoadedProgram extends Compilation {
  readonly path: string;
  /** What the file says, as far as it could be read. */
  readonly spec?: unknown;
  /** Adds line and column, where the file is YAML or JSON. */
  place(finding: Finding): Finding;
}

/**
 * Reads and compiles a reward program: `.yaml`, `.yml`, `.json`, or a TypeScript or JavaScript module with a
 * default export. The JSON of an OpenAI grader is a program too.
 *
 * Text that is no YAML is a finding too.
 *
 * @throws RewardError GUERDON_FILE when the file cannot be read or run
 */
export async function loadProgram(path: string, library: Library): Promise<LoadedProgram> {
  const loaded = CODE.has(extname(path)) ? await loadModule(path) : await loadText(path);
  if ("syntax" in loaded) return { path, findings: [loaded.syntax], place: (finding) => finding };
  const { spec, locate } = loaded;
  const place = (finding: Finding): Finding => ({ ...finding, ...locate(finding.place) });
  const { program, findings } = compile(spec, library);
  return { path, spec, ...(program === undefined ? {} : { program }), findings: findings.map(place), place };
}

const CODE = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

interface Loaded {
  readonly spec: unknown;
  locate(place: Place): { readonly line: number; readonly column: number } | undefined;
}

async function loadText(path: string): Promise<Loaded | { readonly syntax: Finding }> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw unreadable(path, cause);
  });
  try {
    const parsed = await parseProgram(text);
    return mayBeGrader(parsed.spec) ? await gradedBy(parsed) : parsed;
  } catch (error) {
    if (!RewardError.is(error) || error.code !== "GUERDON_PROGRAM_SYNTAX") throw error;
    return { syntax: syntaxFinding(error) };
  }
}

/** Graders have a type and no `reward`; what reads them is loaded for them alone. */
function mayBeGrader(spec: unknown): boolean {
  return typeof spec === "object" && spec !== null && "type" in spec && !("reward" in spec);
}

/** The program of an OpenAI grader. A grader that is none is a finding at its place. */
async function gradedBy(parsed: Loaded): Promise<Loaded | { readonly syntax: Finding }> {
  const { graderProgram, isGrader } = await import("@guerdon/server/grader");
  if (!isGrader(parsed.spec)) return parsed;
  const { graderModels } = await import("./grader-models.ts");
  try {
    return { spec: graderProgram(parsed.spec, await graderModels()).spec, locate: () => undefined };
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    const { code, message, hint, details } = error;
    const path = typeof details.path === "string" ? details.path.split(".") : [];
    const at = parsed.locate({ path });
    return { syntax: { code, severity: "error", place: { path }, ...at, reason: message, fix: hint ?? "" } };
  }
}

function syntaxFinding({ code, message, hint, details }: RewardError): Finding {
  const { line, column } = details as { readonly line: number; readonly column: number };
  return { code, severity: "error", place: { path: [] }, line, column, reason: message, fix: hint ?? "" };
}

async function loadModule(path: string): Promise<Loaded> {
  const { createJiti } = await import("jiti");
  const url = pathToFileURL(resolve(path)).href;
  try {
    const spec = await createJiti(import.meta.url, { moduleCache: false }).import(url, { default: true });
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
