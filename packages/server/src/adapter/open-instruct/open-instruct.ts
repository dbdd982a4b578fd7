import type { SandboxProgram } from "@guerdon/verify/sandbox";
import { z } from "zod";
import { withoutPaths } from "../../protocol/index.ts";
import type { Adapter, FieldMapping, PlainRoute, WireReply } from "../adapter.ts";

const common = {
  program: z.string().max(4 * 2 ** 20),
  max_execution_time: z.number().positive().max(600).default(1),
};
const testBody = z.looseObject({ ...common, tests: z.array(z.string()).max(10_000) });
const stdioBody = z.looseObject({
  ...common,
  tests: z.array(z.looseObject({ input: z.string(), output: z.string() })).max(10_000),
});

const reply = z.strictObject({
  results: z.array(z.union([z.literal(0), z.literal(1)])),
  runtimes: z.array(z.number()),
});

const MAPPING: readonly FieldMapping[] = [
  { wire: "program, tests", rollout: "none: each test is a run of the program of its own" },
  { wire: "results[i]", rollout: "1 where test i passed" },
];

/** Tests of one request under way at once; more only wait for a sandbox. */
const AT_ONCE = 8;

const testProgram: PlainRoute<z.output<typeof testBody>> = {
  method: "POST",
  path: "/test_program",
  body: testBody as never,
  reply,
  answer: ({ program: source, tests, max_execution_time: seconds }) =>
    runAll(
      tests.map((test) => ({ language: "python", source, tests: [test] })),
      seconds,
    ),
};

const testProgramStdio: PlainRoute<z.output<typeof stdioBody>> = {
  method: "POST",
  path: "/test_program_stdio",
  body: stdioBody as never,
  reply,
  answer: ({ program: source, tests, max_execution_time: seconds }) =>
    runAll(
      tests.map(({ input, output }) => ({ language: "python", source, cases: [{ input, output }] })),
      seconds,
    ),
};

const health: PlainRoute<unknown> = {
  method: "GET",
  path: "/health",
  reply: z.strictObject({ status: z.literal("healthy") }),
  answer: () => ({ status: 200, body: { status: "healthy" } }),
};

/** Runs each program; one that the sandbox could not run makes the whole status 500, for 0 would be a wrong answer. */
async function runAll(programs: readonly SandboxProgram[], seconds: number): Promise<WireReply> {
  const { runProgram } = await import("@guerdon/verify/sandbox");
  const limits = { wallMs: Math.ceil(seconds * 1000), cpuSeconds: Math.ceil(seconds) + 1 };
  const results: number[] = [];
  const runtimes: number[] = [];
  let next = 0;
  let fault: string | undefined;
  const work = async (): Promise<void> => {
    while (next < programs.length && fault === undefined) {
      const i = next++;
      const started = performance.now();
      const result = await runProgram(programs[i] as SandboxProgram, limits);
      runtimes[i] = (performance.now() - started) / 1000;
      if ("verdict" in result) results[i] = Number(result.verdict.status === "passed");
      else if (result.fault.blame === "task") results[i] = 0;
      else fault = withoutPaths(result.fault.reason);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, programs.length) }, work));
  return fault === undefined ? { status: 200, body: { results, runtimes } } : { status: 500, body: { detail: fault } };
}

/** open-instruct's code API over this server's own sandbox. */
export const openInstruct: Adapter = {
  name: "open-instruct",
  scores: [],
  plain: [testProgram, testProgramStdio, health],
  mapping: MAPPING,
  toInvalid: ({ status, message }) => ({ status, body: { detail: message } }),
};
