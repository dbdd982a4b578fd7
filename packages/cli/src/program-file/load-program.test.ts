import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { printFindings } from "../command/print-findings.ts";
import { folderWith } from "../command/run-cli.test-support.ts";
import { library } from "./library.ts";
import { loadProgram } from "./load-program.ts";

const PLAIN = `reward: plain
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
  words: { use: length, unit: words }
total: correct - 0.01 * words
advantage: dr-grpo
`;

/** The findings of a program file as they are printed. */
async function findingsOf(text: string): Promise<string> {
  using folder = folderWith({});
  const path = join(folder.path, "p.yaml");
  writeFileSync(path, text);
  const { findings } = await loadProgram(path, library);
  let printed = "";
  printFindings("p.yaml", findings, { write: (part) => (printed += part) });
  return printed;
}

describe("loadProgram", () => {
  it("finds nothing in a program that is right", async () => {
    expect(await findingsOf(PLAIN)).toBe("");
  });

  it.each([
    ["an unknown piece", PLAIN.replace("number", "nmuber")],
    ["an unknown option", PLAIN.replace("unit: words", "units: words")],
    ["a wrong option", PLAIN.replace("unit: words", "unit: pages")],
    ["an unknown term", PLAIN.replace("correct - 0.01", "corect - 0.01")],
    ["an expression that does not parse", PLAIN.replace("0.01 * words", "0.01 * * words")],
    ["an unknown namespace", PLAIN.replace("item.answer", "row.answer")],
    ["a circle", PLAIN.replace("total:", "  a: b + 1\n  b: a + 1\ntotal:")],
    ["a combinator as advantage", PLAIN.replace("dr-grpo", "product")],
    ["no total", PLAIN.replace(/total:.*/u, "")],
    ["text that is no YAML", "reward: [oops\n"],
  ])("names place, reason and fix of %s", async (_, program) => {
    expect(await findingsOf(program)).toMatchSnapshot();
  });
});
