import { checkFields, checkProgram } from "@guerdon/core/check";
import type { Finding, Program, ProgramSpec } from "@guerdon/core/program";
import { formatInterval, type Rollout } from "@guerdon/core/signal";
import { library } from "../program-file/library.ts";
import { loadProgram } from "../program-file/load-program.ts";
import { parseMap, readRows } from "../rollout-file/index.ts";
import { inputBatches } from "../score/input-batches.ts";
import { printFindings } from "./print-findings.ts";

export interface CheckOptions {
  readonly rollouts?: string;
  readonly map?: string;
  readonly json?: boolean;
  /** Print the program as the JSON of an OpenAI grader. */
  readonly asGrader?: boolean;
}

/** Rows whose fields are looked at. */
const SAMPLE = 200;

/** `guerdon check PROGRAM`: exit code 1 when there is a finding, 2 when the file is no program text at all. */
export async function check(path: string, options: CheckOptions): Promise<number> {
  const loaded = await loadProgram(path, library);
  const { program, spec } = loaded;
  if (options.asGrader === true && program !== undefined) {
    const { programGrader } = await import("@guerdon/server/grader");
    process.stdout.write(`${JSON.stringify(programGrader(spec as ProgramSpec), null, 2)}\n`);
    return 0;
  }
  const findings: Finding[] = [...loaded.findings];
  if (program !== undefined) {
    const rollouts = options.rollouts === undefined ? [] : await sample(options.rollouts, options.map);
    findings.push(...[...checkProgram(program), ...checkFields(program, rollouts)].map(loaded.place));
  }
  findings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  if (options.json === true) process.stdout.write(`${JSON.stringify({ findings, ...rangesOf(program) })}\n`);
  else {
    printFindings(path, findings, process.stdout);
    if (program !== undefined) printRanges(program);
    process.stdout.write(
      findings.length === 0 ? "No findings.\n" : `${findings.length} finding${findings.length === 1 ? "" : "s"}.\n`,
    );
  }
  return findings.length === 0 ? 0 : 1;
}

async function sample(path: string, map: string | undefined): Promise<readonly Rollout[]> {
  for await (const rows of inputBatches(readRows(path), map === undefined ? undefined : parseMap(map), 0)) {
    return rows.flatMap((row) => ("rollout" in row ? [row.rollout] : [])).slice(0, SAMPLE);
  }
  return [];
}

/** JSON has no infinity: an open end is null. */
function rangesOf(program: Program | undefined): object {
  if (program === undefined) return {};
  const end = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const pair = ({ min, max }: { min: number; max: number }): (number | null)[] => [end(min), end(max)];
  return {
    program: program.hash,
    ranges: Object.fromEntries(program.terms.map(({ name, range }) => [name, pair(range)])),
    total: pair(program.totalRange),
  };
}

function printRanges(program: Program): void {
  const rows = [
    ...program.terms.map(({ name, range }) => [name, formatInterval(range)]),
    ["total", formatInterval(program.totalRange)],
  ];
  const width = Math.max(...rows.map(([name]) => (name as string).length));
  for (const [name, range] of rows) process.stdout.write(`  ${(name as string).padEnd(width)}  ${range}\n`);
}
