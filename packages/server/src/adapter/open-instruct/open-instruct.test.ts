import { backends, chooseBackend } from "@guerdon/verify/sandbox";
import { afterAll, describe, expect, it } from "vitest";
import { ask, engineService } from "../engine-service.test-support.ts";
import { openInstruct } from "./open-instruct.ts";

const service = engineService([]);
const absent = typeof (await chooseBackend("python")) === "string";
if (absent) console.log("skipped: no sandbox for python");
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const test = (path: string, body: object) => ask(openInstruct, ["POST", path], body, { service });
const ADD = "def add(a, b):\n    return a + b";

describe.skipIf(absent)("open-instruct", () => {
  it("gives a bit and a runtime for each test, and stops a slow one", async () => {
    const tests = [
      "assert add(1, 2) == 3",
      "assert add(1, 2) == 4",
      "assert none(1)",
      "while True: pass",
      "this is no test",
    ];
    const { status, body } = await test("/test_program", { program: ADD, tests, max_execution_time: 1 });
    expect([status, (body as { results: number[] }).results]).toEqual([200, [1, 0, 0, 0, 0]]);
    const { runtimes } = body as { runtimes: number[] };
    expect([runtimes.length, runtimes.every((seconds) => seconds > 0)]).toEqual([5, true]);
  });

  it("compares what a program prints", async () => {
    const program = "a, b = map(int, input().split())\nprint(a + b)";
    const tests = [
      { input: "1 2\n", output: "3" },
      { input: "1 2\n", output: "4\n" },
      { input: "x", output: "3" },
    ];
    const { body } = await test("/test_program_stdio", { program, tests, max_execution_time: 5 });
    expect((body as { results: number[] }).results).toEqual([1, 0, 0]);
  });

  it("takes no tests for none passed", async () => {
    expect((await test("/test_program", { program: ADD, tests: [] })).body).toEqual({ results: [], runtimes: [] });
  });
});

describe("open-instruct without a sandbox", () => {
  it("tells its health", async () => {
    expect((await ask(openInstruct, ["GET", "/health"], {}, { service })).body).toEqual({ status: "healthy" });
  });

  it.each([
    ["no program", "/test_program", { tests: [] }],
    ["tests that are numbers", "/test_program", { program: "", tests: [1] }],
    ["a test without output", "/test_program_stdio", { program: "", tests: [{ input: "" }] }],
  ])("refuses %s with a detail", async (_, path, body) => {
    expect(await test(path, body)).toMatchObject({ status: 422, body: { detail: expect.any(String) } });
  });
});
