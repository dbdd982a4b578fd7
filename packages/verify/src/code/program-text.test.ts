import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { programText } from "./index.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string";
if (absent) console.log(`skipped: ${python}`);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

describe("programText", () => {
  it.each([
    ["x = 1", "x = 1"],
    ["Here:\n```python\nx = 1\n```\nand output\n```\n1\n```", "x = 1"],
    ["```\na\n```\n```\nb\n```", "b"],
    ["~~~py\na\n```\n~~~", "a\n```"],
    ["```python\nnever closed", "never closed"],
  ])("finds the program of %j", (text, program) => {
    expect(programText(text, "python")).toBe(program);
  });
});
