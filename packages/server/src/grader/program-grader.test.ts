import type { ProgramSpec } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { graderProgram } from "./grader-program.ts";
import { graderSchema } from "./grader-schema.ts";
import { programGrader } from "./program-grader.ts";

const EQ = { use: "literal", trim: false, expected: "{{ item.answer }}" };
const program = (terms: ProgramSpec["terms"], total: string): ProgramSpec => ({ reward: "r", terms, total });

describe("programGrader", () => {
  it("writes one term as one grader", () => {
    expect(programGrader(program({ same: EQ }, "same"))).toEqual({
      type: "string_check",
      name: "r",
      input: "{{ sample.output_text }}",
      reference: "{{ item.answer }}",
      operation: "eq",
    });
  });

  it("writes several terms, or a total that computes, as multi; and reads it back as the same program", () => {
    const spec = program(
      {
        same: { ...EQ, text: "{{ sample.output_text }}" },
        near: { use: "fuzzy", method: "weighted-ratio", process: true, text: "a", expected: "b" },
        has: { use: "contains", caseSensitive: false, text: "a", expected: "b" },
        py: { use: "python-grader", source: "def grade(s, i): return 1" },
      },
      "0.5 * same + min(near, has) * py",
    );
    const grader = programGrader(spec);
    expect(graderSchema.safeParse(grader).success).toBe(true);
    expect(graderProgram(grader).spec).toEqual(spec);
    expect(programGrader(program({ same: EQ }, "2 * same"))).toMatchObject({
      type: "multi",
      calculate_output: "2 * same",
    });
  });

  it.each([
    [
      "trimmed texts",
      program({ same: { use: "literal", expected: "a" } }, "same"),
      "no grader does what `literal` does",
    ],
    ["another piece", program({ n: { use: "number", expected: "a" } }, "n"), "no grader does what `number` does"],
    ["a list of references", program({ same: { ...EQ, expected: ["a"] } }, "same"), "must be one template each"],
    [
      "an expression as a term",
      program({ same: EQ, half: "0.5 * same" }, "half"),
      "write the expression into the total",
    ],
    ["a function", program({ f: () => [1] }, "f"), "a function in TypeScript"],
    ["default", program({ same: EQ }, "default(same, 0)"), "got `default`"],
    ["credit", { ...program({ same: EQ }, "same"), credit: "total" }, "hand nothing out"],
    [
      "an option of Python graders",
      program({ py: { use: "python-grader", source: "x", wallMs: 1 } }, "py"),
      "has no such option",
    ],
  ])("says what cannot be written: %s", (_, spec, message) => {
    expect(() => programGrader(spec)).toThrow(message);
  });
});
