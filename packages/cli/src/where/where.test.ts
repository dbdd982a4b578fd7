import { describe, expect, it } from "vitest";
import { formatResults } from "./format-results.ts";
import type { IndexEntry, PaperEntry, WhereIndex } from "./index-entry.ts";
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

function expression(name: string): IndexEntry {
  const { import: _, ...rest } = entry(name, { kind: "expression" });
  return rest;
}

const ENTRIES: readonly IndexEntry[] = [
  piece("shaper", "length-step", "Pays a fixed bonus for staying within a length.", {
    aliases: [
      { name: "lengthStep" },
      { name: "truncate", card: "206", settings: '"correct * (length <= cap)"' },
      { name: "per-reward bound" },
    ],
    papers: ["104 (LASER)"],
    options: [
      { name: "limit", required: true },
      { name: "bonus", default: "0.5", required: false },
      { name: "of", required: false },
    ],
  }),
  piece("source", "length", "Counts characters, words or tokens."),
  piece("combinator", "gate", "Pays only rollouts that pass the gate.", { papers: ["017 §3.1, 088 eq. 4"] }),
  { ...expression("min"), summary: "The least operand.", call: "min(x, y, …)" },
  entry("countWords", { summary: "Number of words of a text." }),
  entry("sizeAt", { summary: "Number of values a signal has, 104 at most." }),
];

const PAPERS: readonly PaperEntry[] = [
  {
    number: "104",
    name: "LASER / LASER-D",
    title: "Learn to reason",
    family: "shaping",
    pieces: [
      { kind: "shaper", name: "lengthStep", here: "length-step", settings: "{ mode: hybrid }" },
      { kind: "shaper", name: "lengthRank", state: "missing" },
      { kind: "audit", name: "drift", state: "planned: @guerdon/audit" },
    ],
  },
  { number: "035", name: "PAR (Preference As Reward)", title: "Hacking", family: "shaping", pieces: [] },
];
const INDEX: WhereIndex = { entries: ENTRIES, papers: PAPERS };

const names = (...words: string[]): readonly string[] =>
  where(words, INDEX).map((result) => ("paper" in result ? result.paper.number : result.entry.name));

describe("where", () => {
  it.each([
    [["length"], ["length", "length-step"]],
    [["length-step"], ["length-step"]],
    [["lengthStep"], ["length-step"]],
    [["LengthStep(4)"], ["length-step"]],
    [["shaper"], ["length-step"]],
    [["truncate"], ["length-step"]],
    [["per-reward", "bound"], ["length-step"]],
    [["min"], ["min"]],
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

  it.each([
    [["104"], ["104", "length-step", "sizeAt"]],
    [["paper", "35"], ["035"]],
    [["laser"], ["104", "length-step"]],
    [["LASER-D"], ["104"]],
    [["PAR"], ["035"]],
    [["preference", "as", "reward"], ["035"]],
    [["5"], []],
  ])("finds the paper by %j, before what cites it", (words, expected) => {
    expect(names(...words)).toEqual(expected);
  });

  it("takes a slip of the finger for a near miss", () => {
    const found = where(["lenght-step"], INDEX).map((result) => ["entry" in result && result.entry.name, result.near]);
    expect(found).toEqual([
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
    expect(formatResults(["min"], where(["min"], INDEX))).toMatchInlineSnapshot(`
      "min  expression
        The least operand.
        in expressions: min(x, y, …)
        src/min.ts
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

  it("prints the names of a paper, what they are here, and what is missing", () => {
    expect(formatResults(["LASER-D"], where(["LASER-D"], INDEX))).toMatchInlineSnapshot(`
      "104  LASER / LASER-D
        Learn to reason  (shaping)
        shaper lengthStep → length-step  { mode: hybrid }
        audit drift  planned: @guerdon/audit
        missing: shaper lengthRank
      "
    `);
  });
});
