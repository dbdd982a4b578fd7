import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testLibrary } from "../engine/rollouts.test-support.ts";
import { defineShaper, makeLibrary } from "../piece/index.ts";
import { compileProgram, type ProgramSpec, term } from "./index.ts";

const EXACT = { use: "exact", expected: "{{ item.answer }}" };

function hashOf(spec: Partial<ProgramSpec>): string {
  const whole = { reward: "r", terms: { a: EXACT, c: { use: "clip", of: "a", min: 0 } }, total: "a + c", ...spec };
  return compileProgram(whole, testLibrary).hash;
}

const BASE = hashOf({});

describe("the hash of a program", () => {
  it("is 64 hexadecimal digits and the same in every process", () => {
    expect(BASE).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({ reward: "r", terms: { one: "1" }, total: "one", advantage: "grpo" })).toMatchInlineSnapshot(
      `"9746198385a273bf23e735a43e4e80ccd4c63af46722f3cdf45aa92fae1aeb07"`,
    );
  });

  it.each<readonly [string, Partial<ProgramSpec>]>([
    ["the order of terms", { terms: { c: { use: "clip", of: "a", min: 0 }, a: EXACT } }],
    [
      "the order of keys",
      { terms: { a: { expected: "{{ item.answer }}", use: "exact" }, c: { min: 0, of: "a", use: "clip" } } },
    ],
    ["white space in expressions", { total: "  a+\n c " }],
    ["needless parentheses", { total: "(a) + (c)" }],
    [
      "white space in templates",
      { terms: { a: { use: "exact", expected: "{{item.answer}}" }, c: { use: "clip", of: " a ", min: 0 } } },
    ],
    [
      "a written-out default of a field",
      { terms: { a: { ...EXACT, text: "{{ sample.output_text }}" }, c: { use: "clip", of: "a", min: 0 } } },
    ],
    [
      "the id for the name of a piece",
      { terms: { a: { ...EXACT, use: "source/exact@1" }, c: { use: "shaper/clip", of: "a", min: 0 } } },
    ],
    ["a list of one for one", { terms: { a: EXACT, c: { use: "clip", of: ["a"], min: 0 } } }],
    ["the name and the description of the reward", { reward: "other", description: "the same" }],
    ["the advantage that is the default", { advantage: "grpo" }],
    ["a preset that equals it", { advantage: { use: "grpo/trl" } }],
    ["a preset written out", { advantage: { use: "group-relative", eps: 1e-4 } }],
    ["`protects`, which changes no score", { terms: { a: EXACT, c: { use: "clip", of: "a", min: 0, protects: "a" } } }],
  ])("does not change with %s", (_, spec) => {
    expect(hashOf(spec)).toBe(BASE);
  });

  it("does not change with a written-out default of an option", () => {
    const terms = (more: object) => ({ l: { use: "length", ...more } });
    expect(hashOf({ terms: terms({ unit: "characters" }), total: "l" })).toBe(hashOf({ terms: terms({}), total: "l" }));
  });

  it.each<readonly [string, Partial<ProgramSpec>]>([
    ["an option", { terms: { a: EXACT, c: { use: "clip", of: "a", min: 0.5 } } }],
    ["another option", { terms: { a: EXACT, c: { use: "clip", of: "a", max: 0 } } }],
    ["a piece", { terms: { a: EXACT, c: { use: "affine", of: "a" } } }],
    ["a field", { terms: { a: { use: "exact", expected: "{{ item.gold }}" }, c: { use: "clip", of: "a", min: 0 } } }],
    ["an input", { terms: { a: EXACT, c: { use: "clip", of: "2 * a", min: 0 } } }],
    ["the total", { total: "a - c" }],
    ["the name of a term", { terms: { b: EXACT, c: { use: "clip", of: "b", min: 0 } }, total: "b + c" }],
    ["a term more", { terms: { a: EXACT, c: { use: "clip", of: "a", min: 0 }, d: "1" } }],
    ["a condition", { terms: { a: EXACT, c: { use: "clip", of: "a", min: 0, when: "a > 0" } } }],
    ["a range", { terms: { a: EXACT, c: { use: "clip", of: "a", min: 0, range: [0, 1] } } }],
    ["a deadline", { terms: { a: { ...EXACT, deadlineMs: 100 }, c: { use: "clip", of: "a", min: 0 } } }],
    ["the advantage", { advantage: "dr-grpo" }],
    ["an option of the advantage", { advantage: { use: "grpo", eps: 1e-6 } }],
    ["what the advantage reads", { advantage: { use: "gdpo", over: ["a"] } }],
  ])("changes with %s", (_, spec) => {
    expect(hashOf(spec)).not.toBe(BASE);
  });

  it("tells apart what the advantage reads, and in which order", () => {
    const over = (names: readonly string[]) => hashOf({ advantage: { use: "gdpo", over: names } });
    expect(new Set([over(["a"]), over(["c"]), over(["a", "c"]), over(["c", "a"])]).size).toBe(4);
  });

  it("changes with the text of a function and with its version, not with its facts alone", () => {
    const hash = (terms: ProgramSpec["terms"]): string => hashOf({ terms, total: "f" });
    const one = hash({ f: (rollouts) => rollouts.map(() => 1) });
    expect(hash({ f: (rollouts) => rollouts.map(() => 1) })).toBe(one);
    expect(hash({ f: term((rollouts) => rollouts.map(() => 1)) })).toBe(one);
    expect(hash({ f: (rollouts) => rollouts.map(() => 2) })).not.toBe(one);
    expect(hash({ f: term((rollouts) => rollouts.map(() => 1), { version: 2 }) })).not.toBe(one);
    expect(hash({ f: term((rollouts) => rollouts.map(() => 1), { range: [0, 1] }) })).not.toBe(one);
  });

  it("changes with the version of a piece", () => {
    const shaper = (version: number) =>
      makeLibrary(
        [
          ...testLibrary.factories,
          defineShaper({
            name: "same",
            version,
            summary: "x",
            options: z.strictObject({}),
            build: () => ({
              kind: "shaper",
              inputs: [{ name: "of" }],
              range: ([of]) => of as never,
              trend: () => "increasing",
              apply: ([of]) => of as never,
            }),
          }),
        ],
        testLibrary.presets,
      );
    const spec = { reward: "r", terms: { a: EXACT, s: { use: "same", of: "a" } }, total: "s" };
    expect(compileProgram(spec, shaper(1)).hash).not.toBe(compileProgram(spec, shaper(2)).hash);
  });
});
