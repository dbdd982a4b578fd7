import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SAMPLE_PROGRAM, SAMPLE_ROLLOUTS } from "./sample.ts";

const example = (name: string): string =>
  readFileSync(new URL(`../../../../examples/${name}`, import.meta.url), "utf8");

it("is what the examples show", () => {
  expect(example("arithmetic.yaml")).toBe(SAMPLE_PROGRAM);
  expect(example("arithmetic.jsonl")).toBe(SAMPLE_ROLLOUTS);
});
