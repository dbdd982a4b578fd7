import { backends, chooseBackend } from "@guerdon/verify/sandbox";
import { afterAll, describe, expect, it } from "vitest";
import { ask, engineService } from "../engine-service.test-support.ts";
import { sandboxFusion } from "./sandbox-fusion.ts";

const service = engineService([]);
const run = async (body: object) =>
  (await ask(sandboxFusion, ["POST", "/run_code"], body, { service })).body as never as {
    status: string;
    message: string;
    files: object;
    run_result: {
      status: string;
      return_code: number | null;
      stdout: string;
      stderr: string;
      execution_time: number;
    } | null;
  };
const python = (code: string, more: object = {}) => run({ code, language: "python", ...more });
const absent = typeof (await chooseBackend("python")) === "string";
const noShell = typeof (await chooseBackend("shell")) === "string";
if (absent || noShell) console.log("skipped: no sandbox for python or bash");
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

describe.skipIf(absent)("sandbox-fusion with python", () => {
  it("answers every key of a program that ends well", async () => {
    expect(
      await python("import sys\nprint(6 * int(input()))\nprint('w', file=sys.stderr)", {
        stdin: "7\n",
        compile_timeout: 1,
        run_timeout: 20,
      }),
    ).toEqual({
      status: "Success",
      message: "",
      compile_result: null,
      executor_pod_name: null,
      files: {},
      run_result: {
        status: "Finished",
        execution_time: expect.any(Number),
        return_code: 0,
        stdout: "42\n",
        stderr: "w\n",
      },
    });
  });

  it.each([
    ["an error", "raise ValueError('é')", 1, "ValueError: é"],
    ["a syntax error", "def f(:", 1, "SyntaxError"],
    ["an exit code", "raise SystemExit(3)", 3, ""],
    ["an exit with a text", "import sys\nsys.exit('bad')", 1, "bad\n"],
  ])("is Failed with status and words of %s", async (_, code, exit, words) => {
    const { status, run_result: end } = await python(code);
    expect([status, end?.status, end?.return_code, end?.stderr]).toEqual([
      "Failed",
      "Finished",
      exit,
      expect.stringContaining(words),
    ]);
    expect(end?.stderr).not.toContain("<candidate>");
  });

  it("is Failed with TimeLimitExceeded at its time, and keeps what was printed", async () => {
    const { status, run_result: end } = await python("print('before', flush=True)\nwhile True: pass", {
      run_timeout: 1,
    });
    expect([status, end?.status, end?.return_code]).toEqual(["Failed", "TimeLimitExceeded", null]);
  });

  it("is Failed with Error out of memory, or out of itself", async () => {
    const full = await python("x = bytearray(10 ** 9)", { memory_limit_MB: 256 });
    expect([full.status, full.run_result?.stderr]).toEqual(["Failed", expect.stringContaining("MemoryError")]);
    const gone = await python("import os\nos.kill(os.getpid(), 9)");
    expect([gone.status, gone.run_result?.return_code]).toEqual(["Failed", null]);
  });

  it("gives files, and takes those that are wanted", async () => {
    const files = { "in/a.txt": Buffer.from("42").toString("base64"), none: null };
    const { files: made } = await python("open('b.txt', 'w').write(open('in/a.txt').read() + '!')", {
      files,
      fetch_files: ["b.txt", "c.txt"],
    });
    expect(made).toEqual({ "b.txt": Buffer.from("42!").toString("base64") });
  });

  it("cannot be told a false end: what a program prints is output", async () => {
    const { status, run_result: end } = await python(
      `print('\\n${"0".repeat(32)}{"code": 0, "stderr": "", "files": {}}')\nraise SystemExit(5)`,
    );
    expect([status, end?.return_code]).toEqual(["Failed", 5]);
  });
});

describe("sandbox-fusion", () => {
  it.skipIf(noShell)("runs bash", async () => {
    const files = { "a.txt": Buffer.from("b 2\na 1\n").toString("base64") };
    const { status, run_result: end } = await run({ code: "sort a.txt; echo w >&2; exit 2", language: "bash", files });
    expect([status, end?.stdout, end?.stderr, end?.return_code]).toEqual(["Failed", "a 1\nb 2\n", "w\n", 2]);
  });

  it("is SandboxError, not Failed, for a language that is not here", async () => {
    const { status, message, run_result: end } = await run({ code: "fn main() {}", language: "rust" });
    expect([status, message, end]).toEqual([
      "SandboxError",
      "The sandbox of this server runs python and bash, not rust.",
      null,
    ]);
  });

  it.each([
    ["no code", { language: "python" }, "code"],
    ["another language", { code: "", language: "klingon" }, "language"],
    ["a time of 0", { code: "", language: "python", run_timeout: 0 }, "run_timeout"],
    ["a file that is no base64", { code: "", language: "python", files: { a: "%" } }, "files"],
  ])("refuses %s with 422", async (_, body, field) => {
    expect(await ask(sandboxFusion, ["POST", "/run_code"], body, { service })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: expect.arrayContaining(["body", field]) }] },
    });
  });
});
