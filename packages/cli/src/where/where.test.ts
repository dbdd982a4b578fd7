import { describe, expect, it } from "vitest";
import { formatResults } from "./format-results.ts";
import type { IndexEntry } from "./index-entry.ts";
import { where } from "./where.ts";

const entry = (name: string, rest: Partial<IndexEntry> = {}): IndexEntry => ({
  name,
  kind: "function",
  summary: "",
  import: `import { ${name} } from "pack";`,
  path: `src/${name}.ts`,
  options: [],
  papers: [],
  aliases: [],
  ...rest,
});

const piece = (kind: string, name: string, summary: string, rest: Partial<IndexEntry> = {}): IndexEntry =>
  entry(name, { kind, id: `${kind}/${name}@1`, use: name, summary, ...rest });

const INDEX: readonly IndexEntry[] = [
  piece("shaper", "length-step", "Pays a fixed bonus for staying within a length.", {
    aliases: ["lengthStep"],
    papers: ["104 (LASER)"],
    options: [
      { name: "limit", required: true },
      { name: "bonus", default: "0.5", required: false },
      { name: "of", required: false },
    ],
  }),
  piece("source", "length", "Counts characters, words or tokens."),
  piece("combinator", "gate", "Pays only rollouts that pass the gate.", { papers: ["017 §3.1, 088 eq. 4"] }),
  entry("countWords", { summary: "Number of words of a text." }),
  entry("sizeAt", { summary: "Number of values a signal has, 104 at most." }),
];

const names = (...words: string[]): readonly string[] => where(words, INDEX).map(({ entry: { name } }) => name);

describe("where", () => {
  it.each([
    [["length"], ["length", "length-step"]],
    [["length-step"], ["length-step"]],
    [["lengthStep"], ["length-step"]],
    [["shaper"], ["length-step"]],
    [["laser"], ["length-step"]],
    [["88"], ["gate"]],
    [["paper", "17"], ["gate"]],
    [
      ["words", "count"],
      ["countWords", "length"],
    ],
    [["tok"], ["length"]],
    [["nothing", "at", "all"], []],
    [["the"], []],
    [[""], []],
  ])("finds by %j", (words, expected) => {
    expect(names(...words)).toEqual(expected);
  });

  it("takes a slip of the finger for a near miss", () => {
    expect(where(["lenght-step"], INDEX).map(({ entry: { name }, near }) => [name, near])).toEqual([
      ["length-step", true],
      ["length", true],
    ]);
  });

  it("prints what is needed to use a match", () => {
    expect(formatResults(["step"], where(["step"], INDEX))).toMatchInlineSnapshot(`
      "length-step  shaper/length-step@1
        Pays a fixed bonus for staying within a length.
        use: length-step  (limit: required, bonus: 0.5, of)
        import { length-step } from "pack";
        src/length-step.ts
        paper 104 (LASER)
      "
    `);
    expect(formatResults(["gaet"], where(["gaet"], INDEX))).toMatchInlineSnapshot(`
      "Nothing matches \`gaet\`; the nearest are:

      gate  combinator/gate@1
        Pays only rollouts that pass the gate.
        use: gate
        import { gate } from "pack";
        src/gate.ts
        paper 017 §3.1, 088 eq. 4
      "
    `);
    expect(formatResults(["xyzzy"], where(["xyzzy"], INDEX))).toMatchInlineSnapshot(`
      "Nothing is called or described like \`xyzzy\`.
      "
    `);
  });
});
