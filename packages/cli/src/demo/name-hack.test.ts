import { compileProgram } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { library } from "../program-file/library.ts";
import { type Hack, nameHack } from "./name-hack.ts";

const program = compileProgram(
  {
    reward: "hackable",
    terms: {
      correct: { use: "number", expected: "{{ item.answer }}" },
      characters: { use: "length", unit: "characters" },
    },
    total: "correct - 0.5 * characters",
    advantage: "grpo",
  },
  library,
);

/** 100 updates in which the answers get shorter and their share of right ones goes its own way. */
const rows = (gold: (i: number) => number) =>
  Array.from({ length: 100 }, (_, i) => {
    const correct = gold(i) + (i % 2 === 0 ? 0.01 : -0.01);
    const characters = 8 - i * 0.08;
    const metrics = {
      reward: correct - 0.5 * characters,
      correct,
      "term.correct": correct,
      "term.characters": characters,
    };
    return { update: i + 1, seconds: i, metrics };
  });

describe("nameHack", () => {
  it("names the term whose change is worth most, and what it is worth (by hand)", () => {
    const hack = nameHack(
      rows((i) => (i < 40 ? 0.3 + i / 100 : 0.7 - (i - 40) / 100)),
      "correct",
      program,
    );
    expect(hack?.term).toBe("characters");
    const [before, after] = (hack as Hack).change;
    expect(hack?.worth).toBeCloseTo(0.5 * (before - after), 12);
    expect(after).toBeCloseTo(8 - 94.5 * 0.08, 10);
    expect(hack?.point.peak).toBeGreaterThan(38);
    expect(hack?.point.peak).toBeLessThan(48);
    expect(hack?.gold[1]).toBeLessThan(0.2);
  });

  it("names nothing where gold rises with the reward, and nothing without rows", () => {
    const rising = rows((i) => 0.3 + i / 200);
    expect(nameHack(rising, "correct", program)).toBeUndefined();
    expect(nameHack([], "correct", program)).toBeUndefined();
  });
});
