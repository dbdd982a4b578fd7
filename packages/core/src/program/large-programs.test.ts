import { describe, expect, it } from "vitest";
import { compile } from "./index.ts";
import { EXACT, library } from "./levels.test-support.ts";

describe("large programs", () => {
  const COUNT = 10_000;
  const named = (termOf: (i: number) => unknown): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [`t${i}`, termOf(i)]));

  it.each([
    ["side by side", () => EXACT],
    ["in one chain, last first", (i: number) => (i === COUNT - 1 ? "1" : `t${i + 1} + 1`)],
    ["each with a condition", (i: number) => (i === 0 ? EXACT : { ...EXACT, when: "t0 > 0" })],
  ])("compiles ten thousand terms %s", (_, termOf) => {
    const started = performance.now();
    const { program, findings } = compile({ reward: "r", terms: named(termOf), total: "t0" }, library);
    expect([program?.terms.length, findings]).toEqual([COUNT, []]);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it.each([
    ["that read names nobody has", (i: number) => `u${i}`, 100],
    ["in one circle", (i: number) => `t${(i + 1) % COUNT}`, 1],
  ])("refuses ten thousand terms %s, with findings one can read", (_, termOf, count) => {
    const started = performance.now();
    const { findings } = compile({ reward: "r", terms: named(termOf), total: "t0" }, library);
    expect(findings.length).toBe(count);
    expect(Math.max(...findings.map(({ reason, fix }) => reason.length + fix.length))).toBeLessThan(500);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
