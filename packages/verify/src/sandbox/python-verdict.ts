import { outputsEqual } from "./outputs-equal.ts";
import type {
  LineCoverage,
  ProgramOutput,
  SandboxLimits,
  SandboxProgram,
  SandboxResult,
  TestOutcome,
  Verdict,
  VerdictStatus,
} from "./program.ts";

interface Exit {
  readonly status: number;
  readonly memory: number;
  readonly cpu: number;
}
type End = "Gone" | "Late" | "Garbled" | "Flood" | null;
interface TestReply {
  readonly task?: string;
  readonly bits: readonly (string | null)[];
  readonly load: string | null;
  readonly syntax: boolean;
  readonly message: string;
  readonly end: End;
  readonly exit: Exit;
  readonly coverage?: LineCoverage | null;
}
interface CaseReply {
  readonly coverage: readonly (LineCoverage | null)[];
  readonly cases: readonly {
    readonly out: string;
    readonly end: End;
    readonly error: string | null;
    readonly exit: Exit;
  }[];
}

const [SIGKILL, SIGXCPU] = [9, 24];

/** What the tester's reply to a program means. */
export function pythonVerdict(
  engine: string,
  program: SandboxProgram,
  limits: SandboxLimits,
  reply: string,
): SandboxResult {
  const parsed = JSON.parse(reply) as TestReply | CaseReply;
  if ("cases" in parsed) return { verdict: ofCases(engine, program, limits, parsed) };
  if (parsed.task !== undefined) return { fault: { blame: "task", reason: parsed.task } };
  return { verdict: ofTests(engine, limits, parsed) };
}

function ofTests(engine: string, limits: SandboxLimits, reply: TestReply): Verdict {
  const lost = reply.syntax ? "syntax" : (reply.load ?? undefined);
  const tests = reply.bits.map(
    (bit): TestOutcome => (bit === "" ? { passed: true } : { passed: false, error: bit ?? lost ?? "not-run" }),
  );
  const error = lost ?? tests.find(({ passed }) => !passed)?.error;
  const passed = reply.end === null && tests.length > 0 && tests.every((test) => test.passed);
  const ended = passed ? "passed" : statusOf(reply.end, reply.exit, error, limits);
  // A test that failed before the time was over would have ended a run that stops at the first failure.
  const early = error !== undefined && error !== "not-run" && error !== "MemoryError" && ended === "timed-out";
  const status = early ? "failed" : ended;
  return {
    status,
    engine,
    tests,
    error: passed ? undefined : status === "failed" || error !== "not-run" ? error : undefined,
    detail: reply.message === "" ? undefined : reply.message,
    memoryBytes: reply.exit.memory,
    cpuSeconds: reply.exit.cpu,
    coverage: reply.coverage ?? undefined,
  };
}

function ofCases(engine: string, program: SandboxProgram, limits: SandboxLimits, reply: CaseReply): Verdict {
  const { cases } = reply;
  const wanted = program.cases ?? [];
  const tests = wanted.map(({ output }, i): TestOutcome => {
    const got = cases[i];
    if (got === undefined) return { passed: false, error: "not-run" };
    if (got.end !== null || got.exit.status !== 0)
      return { passed: false, error: got.error ?? statusOf(got.end, got.exit, undefined, limits) };
    return outputsEqual(got.out, output) ? { passed: true } : { passed: false, error: "wrong-output" };
  });
  const first = tests.findIndex(({ passed }) => !passed);
  const at = cases[first];
  const status =
    first < 0 ? "passed" : at === undefined ? "failed" : statusOf(at.end, at.exit, tests[first]?.error, limits);
  return {
    status,
    engine,
    tests,
    error: tests[first]?.error,
    memoryBytes: Math.max(0, ...cases.map(({ exit }) => exit.memory)),
    cpuSeconds: cases.reduce((sum, { exit }) => sum + exit.cpu, 0),
    coverage: union(reply.coverage),
    outputs: cases.map((each) => outputOf(each, limits)),
  };
}

function outputOf({ out, end, error, exit }: CaseReply["cases"][number], limits: SandboxLimits): ProgramOutput {
  const ended = end === null && (exit.status & 127) === 0;
  return {
    stdout: out,
    end: ended ? "ended" : statusOf(end, exit, error ?? undefined, limits),
    exitCode: ended ? exit.status >> 8 : null,
  };
}

function union(all: readonly (LineCoverage | null)[]): LineCoverage | undefined {
  const said = all.filter((each) => each !== null);
  if (said.length === 0) return undefined;
  const sorted = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
  return { ran: sorted(said.flatMap(({ ran }) => ran)), lines: sorted(said.flatMap(({ lines }) => lines)) };
}

function statusOf(end: End, exit: Exit, error: string | undefined, limits: SandboxLimits): VerdictStatus {
  const signal = exit.status & 127;
  if (end === "Late" || signal === SIGXCPU) return "timed-out";
  if (end === "Gone" && signal === SIGKILL && exit.cpu >= limits.cpuSeconds * 0.75) return "timed-out";
  if (end === "Garbled") return "tampered";
  if (error === "MemoryError") return "out-of-memory";
  if (end === "Flood") return "failed";
  if (end === "Gone" || signal !== 0) return end === null && signal === SIGKILL ? "failed" : "crashed";
  return "failed";
}
