import { readdirSync, readFileSync } from "node:fs";
import { parseProgram, programJsonSchema } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { library } from "./library.ts";

const EXAMPLES = new URL("../../../../examples/", import.meta.url);
const names = readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml"));
const reader = z.fromJSONSchema(programJsonSchema(library) as never);
const textOf = (name: string): string => readFileSync(new URL(name, EXAMPLES), "utf8");

describe("the schema of programs", () => {
  it.each(names)("accepts the example %s", async (name) => {
    const { spec } = await parseProgram(textOf(name));
    expect(reader.safeParse(spec).error?.issues ?? []).toEqual([]);
  });

  it.each([
    ["an option", "limit: 20", "limits: 20"],
    ["a field", "expected:", "expect:"],
    ["a piece", "use: math", "use: maths"],
    ["a preset", "grpo/trl", "grpo/tlr"],
    ["a key of the program", "total:", "totals:"],
  ])("rejects an example with a misspelt name of %s", async (_, right, wrong) => {
    const text = textOf("arithmetic.yaml");
    expect(text).toContain(right);
    const { spec } = await parseProgram(text.replace(right, wrong));
    expect(reader.safeParse(spec).success).toBe(false);
  });
});
