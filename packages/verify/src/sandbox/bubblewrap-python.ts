import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { BUBBLEWRAP, Lane, PYTHON } from "./lane.ts";
import type { Backend, SandboxLimits, SandboxProgram, SandboxResult } from "./program.ts";
import { pythonVerdict } from "./python-verdict.ts";
import { systemCallFilter } from "./system-call-filter.ts";

export interface BubblewrapOptions {
  readonly lanes?: number;
  /** Programs a pair of containers runs before new ones take its place; 1 starts anew for each. */
  readonly runsPerLane?: number;
  /**
   * Folder of packages that programs and tests may import, as `pip install --target FOLDER` makes it for the
   * interpreter that runs them; `GUERDON_PYTHON_PACKAGES` when not given.
   */
  readonly packages?: string | undefined;
}

// A test that hangs by itself, after its candidate answered, has this long.
const GRACE_MS = 2000;

/**
 * CPython in bubblewrap, forked from a warm interpreter: one container for the tests, one for the candidate.
 *
 * Without the system-call filter (another architecture) no container is used twice.
 */
export function bubblewrapPython(options: BubblewrapOptions = {}): Backend {
  const { lanes = availableParallelism(), runsPerLane = systemCallFilter() === undefined ? 1 : 500 } = options;
  const { packages = process.env.GUERDON_PYTHON_PACKAGES } = options;
  const name = runsPerLane === 1 ? "bubblewrap+cpython (fresh)" : "bubblewrap+cpython (warm)";
  const idle: Lane[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let why: Promise<string | undefined> | undefined;

  async function enter(): Promise<void> {
    if (busy < lanes) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  }

  async function ask(program: SandboxProgram, limits: SandboxLimits): Promise<string | undefined> {
    const lane = idle.pop() ?? (await Lane.start(packages));
    const wallMs = limits.wallMs * Math.max(1, program.cases?.length ?? 1);
    const reply = await lane.ask(requestOf(program, limits), wallMs + GRACE_MS);
    const dirty = reply?.endsWith('"dirty": true}') ?? true;
    if (dirty || lane.ended || lane.runs >= runsPerLane) lane.kill();
    else idle.push(lane);
    return reply;
  }

  async function once(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult | undefined> {
    const reply = await ask(program, limits);
    if (reply === undefined) return undefined;
    if (program.cases === undefined) return pythonVerdict(name, program, limits, reply);
    // A case that leaves files ends its lane; the cases after it run in another.
    const { cases, coverage } = JSON.parse(reply) as { cases: unknown[]; coverage: unknown[] };
    while (cases.length < program.cases.length) {
      const more = await ask({ ...program, cases: program.cases.slice(cases.length) }, limits);
      if (more === undefined) break;
      const next = JSON.parse(more) as { cases: unknown[]; coverage: unknown[] };
      cases.push(...next.cases);
      coverage.push(...next.coverage);
    }
    return pythonVerdict(name, program, limits, JSON.stringify({ cases, coverage }));
  }

  return {
    name,
    languages: ["python"],
    install: "apt-get install bubblewrap python3 (Linux; user namespaces allowed)",
    absent: () => {
      why ??= whyAbsent(idle, packages);
      return why;
    },
    run: async (program, limits) => {
      await enter();
      try {
        const started = performance.now();
        const result = await once(program, limits);
        if (result !== undefined) return result;
        if (performance.now() - started >= limits.wallMs) return late(name);
        return (await once(program, limits)) ?? lost(name);
      } catch (error) {
        return { fault: { blame: "sandbox", reason: (error as Error).message } };
      } finally {
        leave();
      }
    },
    close: async () => {
      for (const lane of idle.splice(0)) lane.kill();
    },
  };
}

function requestOf(program: SandboxProgram, limits: SandboxLimits): object {
  return {
    source: program.source,
    tests: program.tests ?? [],
    setup: program.setup ?? "",
    entry: program.entryPoint ?? "",
    coverage: program.coverage ?? false,
    ...(program.cases === undefined ? {} : { inputs: program.cases.map(({ input }) => input) }),
    wall: limits.wallMs / 1000,
    output: limits.outputBytes,
    limits: {
      memory: limits.memoryMb * 2 ** 20,
      cpu: limits.cpuSeconds,
      file: limits.outputBytes,
      processes: limits.processes,
    },
  };
}

const late = (engine: string): SandboxResult => ({ verdict: { status: "timed-out", engine, tests: [] } });
const lost = (engine: string): SandboxResult => ({
  verdict: { status: "crashed", engine, tests: [], detail: "ended its container twice" },
});

async function whyAbsent(idle: Lane[], packages: string | undefined): Promise<string | undefined> {
  if (process.platform !== "linux") return "bubblewrap is for Linux";
  if (!existsSync(BUBBLEWRAP)) return `${BUBBLEWRAP} is not installed`;
  if (!existsSync(PYTHON)) return `${PYTHON} is not installed`;
  try {
    idle.push(await Lane.start(packages));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
