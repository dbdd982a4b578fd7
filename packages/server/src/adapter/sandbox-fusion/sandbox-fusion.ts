import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainRoute } from "../adapter.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { type CodeEnd, LANGUAGES, runCode } from "./run-code.ts";

const seconds = z.number().positive().max(600);

const body = z.looseObject({
  compile_timeout: seconds.default(10),
  run_timeout: seconds.default(10),
  memory_limit_MB: z.number().max(65_536).default(-1),
  code: z.string().max(4 * 2 ** 20),
  stdin: z.string().nullish(),
  language: z.enum(LANGUAGES),
  files: z.record(z.string(), z.base64().nullable()).default({}),
  fetch_files: z.array(z.string()).default([]),
});
type RunCode = z.output<typeof body>;

const result = z.strictObject({
  status: z.enum(["Finished", "Error", "TimeLimitExceeded"]),
  execution_time: z.number().nullable(),
  return_code: z.int().nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
});

const reply = z.strictObject({
  status: z.enum(["Success", "Failed", "SandboxError"]),
  message: z.string(),
  compile_result: result.nullable(),
  run_result: result.nullable(),
  executor_pod_name: z.string().nullable(),
  files: z.record(z.string(), z.string()),
});

const MAPPING: readonly FieldMapping[] = [
  { wire: "code, language, stdin, files", rollout: "none: the program is run as it is, nothing is scored" },
  { wire: "run_result", rollout: "how the program ended, what it printed" },
];

const route: PlainRoute<RunCode> = {
  method: "POST",
  path: "/run_code",
  body: body as never,
  reply,
  answer: async (given) => {
    const started = performance.now();
    const files = Object.entries(given.files).filter((entry): entry is [string, string] => entry[1] !== null);
    const end = await runCode({
      code: given.code,
      language: given.language,
      stdin: given.stdin ?? "",
      timeoutSeconds: given.run_timeout,
      memoryMb: given.memory_limit_MB,
      files: Object.fromEntries(files),
      fetch: given.fetch_files,
    });
    return { status: 200, body: replyOf(end, (performance.now() - started) / 1000) };
  },
};

function replyOf(end: CodeEnd | string, executionSeconds: number): Json {
  const common = { compile_result: null, executor_pod_name: null };
  if (typeof end === "string") return { ...common, status: "SandboxError", message: end, run_result: null, files: {} };
  const { status, exitCode, stdout, stderr, files } = end;
  return {
    ...common,
    status: status === "Finished" && exitCode === 0 ? "Success" : "Failed",
    message: "",
    run_result: { status, execution_time: executionSeconds, return_code: exitCode, stdout, stderr },
    files,
  };
}

/**
 * SandboxFusion's `/run_code` over this server's own sandbox. A program that is wrong or too slow is `Failed`; a sandbox
 * that is not there is `SandboxError`, which clients do not take for a wrong answer.
 */
export const sandboxFusion: Adapter = {
  name: "sandbox-fusion",
  scores: [],
  plain: [route],
  mapping: MAPPING,
  toInvalid: validationDetail,
};
