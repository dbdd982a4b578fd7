import { randomBytes } from "node:crypto";
import type { ProgramOutput, SandboxLimits, SandboxProgram, SandboxResult } from "@guerdon/verify/sandbox";
import { z } from "zod";
import { withoutPaths } from "../../protocol/index.ts";
import { pythonHarness } from "./python-harness.ts";

/** Languages the protocol names; this server's sandbox runs `python` and `bash`. */
export const LANGUAGES = [
  "python",
  "bash",
  "cpp",
  "nodejs",
  "go",
  "go_test",
  "java",
  "php",
  "csharp",
  "typescript",
  "sql",
  "rust",
  "cuda",
  "lua",
  "R",
  "perl",
  "D_ut",
  "ruby",
  "scala",
  "julia",
  "pytest",
  "junit",
  "kotlin_script",
  "jest",
  "verilog",
  "python_gpu",
  "lean",
  "swift",
  "racket",
] as const;

export interface CodeRun {
  readonly code: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly stdin: string;
  readonly timeoutSeconds: number;
  /** Below 0: the sandbox's own limit. */
  readonly memoryMb: number;
  /** Files that are there before, in base64, by path. */
  readonly files: { readonly [path: string]: string };
  /** Files whose content is wanted afterwards. */
  readonly fetch: readonly string[];
}

/** What became of a program. */
export interface CodeEnd {
  readonly status: "Finished" | "Error" | "TimeLimitExceeded";
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: { readonly [path: string]: string };
}

const MOST_OUTPUT = 16 * 2 ** 20;
const trailer = z.object({ code: z.int(), stderr: z.string(), files: z.record(z.string(), z.string()) });

/** Runs a program in the sandbox; a text is why it could not be run, which is not the program's doing. */
export async function runCode(run: CodeRun): Promise<CodeEnd | string> {
  const { runProgram } = await import("@guerdon/verify/sandbox");
  const mark = randomBytes(16).toString("hex");
  const program = programOf(run, mark);
  if (program === undefined) return `The sandbox of this server runs python and bash, not ${run.language}.`;
  const limits: Partial<SandboxLimits> = {
    wallMs: Math.ceil(run.timeoutSeconds * 1000),
    cpuSeconds: Math.ceil(run.timeoutSeconds) + 1,
    outputBytes: MOST_OUTPUT,
    ...(run.memoryMb > 0 ? { memoryMb: Math.ceil(run.memoryMb) } : {}),
  };
  return endOf(await runProgram(program, limits), mark);
}

function programOf({ code, language, stdin, files, fetch }: CodeRun, mark: string): SandboxProgram | undefined {
  if (language === "python") {
    const source = pythonHarness({ code, files, fetch, mark });
    return { language, source, cases: [{ input: stdin, output: "" }] };
  }
  if (language !== "bash") return undefined;
  const texts = Object.entries(files).map(([path, data]) => [path, Buffer.from(data, "base64").toString()]);
  return { language: "shell", source: code, cases: [{ input: stdin, output: "", files: Object.fromEntries(texts) }] };
}

function endOf(result: SandboxResult, mark: string): CodeEnd | string {
  if ("fault" in result) return withoutPaths(result.fault.reason);
  const [output] = result.verdict.outputs ?? [];
  if (output === undefined) {
    return result.verdict.status === "timed-out" ? cut("TimeLimitExceeded", "") : cut("Error", "");
  }
  const at = output.stdout.lastIndexOf(`\n${mark}`);
  if (output.end !== "ended") return cut(output.end === "timed-out" ? "TimeLimitExceeded" : "Error", output.stdout);
  return at < 0 ? plain(output) : withTrailer(output, at, mark.length + 1);
}

function withTrailer(output: ProgramOutput, at: number, length: number): CodeEnd {
  const parsed = trailer.safeParse(JSON.parse(output.stdout.slice(at + length)));
  if (!parsed.success) return plain(output);
  const { code, stderr, files } = parsed.data;
  return { status: "Finished", exitCode: code, stdout: output.stdout.slice(0, at), stderr, files };
}

function plain({ stdout, stderr = "", exitCode }: ProgramOutput): CodeEnd {
  return { status: "Finished", exitCode, stdout, stderr, files: {} };
}

function cut(status: CodeEnd["status"], stdout: string): CodeEnd {
  return { status, exitCode: null, stdout, stderr: "", files: {} };
}
