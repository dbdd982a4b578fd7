import type { Engine, Verifier } from "@guerdon/verify/catalogue";
import { describe, expect, it } from "vitest";
import { engineStates, formatCatalogue, matchVerifiers } from "./index.ts";

let looks = 0;
const engine = (name: string, install: string, why?: string): Engine => ({
  name,
  install,
  verifiers: [],
  absent: async () => {
    looks++;
    return why;
  },
});
const CPYTHON = engine("cpython", "apt-get install python3", `it is not installed${", nowhere at all".repeat(9)}`);
const QUICKJS = engine("quickjs", "npm install quickjs@1.0.0");
const verifier = (name: string, domain: string, summary: string, engines: readonly Engine[] = []): Verifier =>
  ({ name, domain, summary, engines }) as unknown as Verifier;
const ALL = [
  verifier("stdin-stdout", "code", "Compares what a program prints.", [CPYTHON]),
  verifier("unit-tests", "code", "Runs tests on a program.", [CPYTHON, QUICKJS]),
  verifier("literal", "text", "1 when the text equals the expected one."),
  verifier("program-text", "math", "Reads code."),
];

describe("formatCatalogue", () => {
  it("has a line for each verifier and engine, then how to get what is absent, in 100 columns", async () => {
    const text = formatCatalogue(ALL, await engineStates(ALL));
    expect(text).toMatchInlineSnapshot(`
      "verifier      domain  engine
      stdin-stdout  code    cpython   absent
      unit-tests    code    cpython   absent
                            quickjs   present
      literal       text    built in  present
      program-text  math    built in  present

      4 verifiers, 2 engines: 1 present, 1 absent.

      cpython: it is not installed, nowhere at all, nowhere at all, nowhere at all, nowhere at all, nowhe…
        apt-get install python3
      "
    `);
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(looks).toBe(2);
  });

  it("says nothing of engines where none is needed", async () => {
    const own = ALL.slice(2, 3);
    expect(formatCatalogue(own, await engineStates(own))).toMatchInlineSnapshot(`
      "verifier  domain  engine
      literal   text    built in  present

      1 verifier, 0 engines.
      "
    `);
  });
});

describe("matchVerifiers", () => {
  it.each([
    [[], ["stdin-stdout", "unit-tests", "literal", "program-text"]],
    [["code"], ["stdin-stdout", "unit-tests"]],
    [["TEXT"], ["literal"]],
    [["program"], ["stdin-stdout", "unit-tests", "program-text"]],
    [["code", "quickjs"], ["unit-tests"]],
    [["code", "equals"], []],
  ])("finds by domain, else by name, engine and summary: %j", (words, names) => {
    expect(matchVerifiers(ALL, words).map(({ name }) => name)).toEqual(names);
  });
});
