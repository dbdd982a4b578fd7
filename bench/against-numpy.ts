import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** One piece, measured in a process of its own. */
export interface Part {
  /** What the Python side calls it. */
  readonly name: string;
  readonly what: string;
  /** Makes the run that is timed; the columns are uniform on [0, 1) and have as many numbers as asked for. */
  prepare(columns: readonly Float64Array[], size: number): () => ArrayLike<number>;
  /** How far results may lie apart; 1e-9 of their size unless randomness is in them. */
  readonly tolerance?: number;
  /** There is nothing to compare it with. */
  readonly alone?: boolean;
  /** Its work does not depend on the size. */
  readonly fixed?: boolean;
}

interface Sample {
  readonly ms: number;
  /** numpy without masks and without a look for what is not finite. */
  readonly plainMs?: number;
  readonly check: readonly number[];
}

const SIZE = 1_000_000;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const ROUNDS = 15;
const WARM = 20;

/**
 * Compares pieces with numpy on 1 M values, and their own times from 10⁴ to 10⁷.
 *
 * Each piece has a fresh process, and numpy one in every round; rounds alternate between the two, and each side runs
 * once unmeasured and once measured in a round, into fresh memory as programs that keep their columns do. Medians of
 * the rounds are compared, and minima besides: the machine is shared.
 */
export async function againstNumpy(name: string, columns: number, parts: readonly Part[]): Promise<void> {
  const [mode, file] = process.argv.slice(2);
  if (mode === "part")
    return serve(parts.find((part) => part.name === process.argv[4]) as Part, columns, file as string);
  const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
  const shared = join(folder, "columns.f64");
  writeFileSync(shared, Buffer.concat(Array.from({ length: columns }, (_, k) => Buffer.from(drawn(k).buffer))));
  const lacking = pythonLacks("numpy");
  if (lacking !== undefined) console.log(lacking);
  const lines: Line[] = [];
  const raw: Record<string, unknown> = {};
  for (const part of parts) {
    if (mode !== undefined && part.name !== mode) continue;
    const { line, ...samples } = await measured(name, columns, part, shared, lacking === undefined);
    lines.push(...line);
    raw[part.name] = samples;
  }
  rmSync(folder, { recursive: true, force: true });
  if (mode === undefined) report(name, lines, raw);
  else for (const { what, figure } of lines) console.log(`${what}: ${figure}`);
}

function drawn(column: number): Float64Array {
  const key = streamKey(5, `column ${column}`);
  return Float64Array.from({ length: SIZE }, (_, i) => uniformAt(key, i));
}

async function measured(name: string, columns: number, part: Part, file: string, numpy: boolean) {
  const here = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const guerdon = new Peer(process.execPath, [...process.execArgv, here, "part", file, part.name]);
  const [ours, theirs]: [Sample[], Sample[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await guerdon.ask(String(SIZE)));
    if (numpy && part.alone !== true)
      theirs.push(runPython(`${name}.py`, [file, String(columns), part.name]) as Sample);
  }
  check(part, ours[0] as Sample, theirs[0]);
  const grown: number[] = [];
  for (const size of part.fixed === true ? [] : SIZES)
    grown.push((1e6 * (await guerdon.ask(`${size} grow`)).ms) / size);
  guerdon.end();
  return { line: linesOf(part, ours, theirs, grown), ours: times(ours), theirs: times(theirs), nsAtEachSize: grown };
}

const times = (samples: readonly Sample[]) =>
  samples.map(({ ms, plainMs }) => (plainMs === undefined ? ms : { ms, plainMs }));

function linesOf(
  { what, fixed }: Part,
  ours: readonly Sample[],
  theirs: readonly Sample[],
  grown: readonly number[],
): Line[] {
  const own = ours.map(({ ms }) => ms);
  const title = fixed === true ? what : `${what}, 1 M`;
  const growth: readonly Line[] =
    grown.length === 0
      ? []
      : [
          {
            what: `${what}, ns each at 1e4, 1e5, 1e6, 1e7`,
            figure: grown.map((ns) => ns.toFixed(1)).join(", "),
            asked: "at most linear: no rise",
          },
        ];
  if (theirs.length === 0) return [{ what: title, figure: `${median(own).toFixed(1)} ms` }, ...growth];
  const other = theirs.map(({ ms }) => ms);
  const plain = median(theirs.map(({ plainMs, ms }) => plainMs ?? ms));
  const least = Math.min(...own) / Math.min(...other);
  const figure =
    `${(median(own) / median(other)).toFixed(2)} × numpy (${median(own).toFixed(2)} ms against ${median(other).toFixed(2)} ms, ` +
    `${plain.toFixed(2)} ms without masks; minima ${least.toFixed(2)} ×)`;
  return [{ what: title, figure, asked: "≤ 1.5 × numpy" }, ...growth];
}

function check({ name, tolerance = 1e-9 }: Part, ours: Sample, theirs: Sample | undefined): void {
  theirs?.check.forEach((value, i) => {
    const own = ours.check[i] as number;
    if (!(Math.abs(own - value) <= tolerance * Math.max(1, Math.abs(value))))
      throw new Error(`numpy and Guerdon differ in ${name}: ${own} and ${value}`);
  });
}

/** A process that answers every line with one. */
class Peer {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#answers = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  async ask(line: string): Promise<Sample> {
    this.#process.stdin?.write(`${line}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error("the other process has ended");
    return JSON.parse(value) as Sample;
  }

  end(): void {
    this.#process.stdin?.end();
  }
}

/** The side of Guerdon: one piece, at the size each line names. */
async function serve(part: Part, columns: number, file: string): Promise<void> {
  const { buffer, byteOffset } = readFileSync(file);
  const all = new Float64Array(buffer.slice(byteOffset, byteOffset + 8 * columns * SIZE));
  const drawnOf = (k: number, size: number): Float64Array => {
    const column = new Float64Array(size);
    for (let at = 0; at < size; at += SIZE)
      column.set(all.subarray(k * SIZE, k * SIZE + Math.min(SIZE, size - at)), at);
    return column;
  };
  let [size, run] = [0, (): ArrayLike<number> => []];
  for await (const line of createInterface({ input: process.stdin })) {
    const [asked, grow] = [Number.parseInt(line, 10), line.endsWith("grow")];
    if (asked !== size) {
      size = asked;
      run = part.prepare(
        Array.from({ length: columns }, (_, k) => drawnOf(k, size)),
        size,
      );
      for (let warm = 0; warm < (size > SIZE ? 2 : WARM); warm++) run();
    }
    run();
    const samples = Array.from({ length: grow ? (size > SIZE ? 5 : 25) : 1 }, () => clocked(run));
    const { out } = samples[0] as (typeof samples)[0];
    const stride = Math.max(1, Math.floor(out.length / 16));
    const every = Array.from({ length: Math.ceil(out.length / stride) }, (_, i) => out[i * stride] as number);
    console.log(JSON.stringify({ ms: median(samples.map(({ ms }) => ms)), check: every }));
  }
}

function clocked(run: () => ArrayLike<number>): { readonly ms: number; readonly out: ArrayLike<number> } {
  const started = performance.now();
  const out = run();
  return { ms: performance.now() - started, out };
}
