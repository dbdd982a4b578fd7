import { describe, expect, it } from "vitest";
import { type Library, makeLibrary } from "../piece/index.ts";
import { compile, compileProgram, type Program, type ProgramSpec } from "../program/index.ts";
import { makeBatch, type Rollout, type Signal } from "../signal/index.ts";
import { laterPieces } from "./adaptive.test-support.ts";
import { realClock } from "./real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "./rollouts.test-support.ts";
import { scoreBatch } from "./score-batch.ts";

const library: Library = makeLibrary([...testLibrary.factories, ...laterPieces], testLibrary.presets);
const EXACT = { use: "exact", expected: "{{ item.answer }}" };
const STEPS = [2, 1, 0, 4];
const batch = makeBatch(
  rolloutsOf([
    ["a", "yes", "yes"],
    ["a", "no", "yes"],
    ["b", "no", "no"],
    ["b", "yes", "no"],
  ]).map((rollout, r): Rollout => ({ ...rollout, steps: new Array(STEPS[r]).fill({}) })),
  5,
);

function programOf(more: Partial<ProgramSpec>, total = "4 * right"): Program {
  return compileProgram({ reward: "r", terms: { right: EXACT }, total, ...more }, library);
}

function findingsOf(more: Partial<ProgramSpec>): readonly string[] {
  const { findings } = compile({ reward: "r", terms: { right: EXACT }, total: "right", ...more }, library);
  return findings.map(({ code, place, reason, fix }) => `${code} at ${place.path.join(".")}: ${reason} ${fix}`);
}

async function scoresOf(program: Program): Promise<{ credit?: Signal; advantages: Signal }> {
  return scoreBatch(program, batch, { clock: realClock });
}

describe("credit", () => {
  it("hands the total out to steps; an input `of` that is not given is the total (by hand)", async () => {
    const { credit } = await scoresOf(programOf({ credit: { use: "split" } }));
    expect(credit?.level).toBe("step");
    expect([...(credit?.values ?? [])]).toEqual([2, 2, 0, 0, 0, 0, 0]);
  });

  it("may be told what to hand out, and may be an expression over steps", async () => {
    const terms = { right: EXACT, parts: { use: "split", of: "1 - right" } };
    const { credit } = await scoresOf(programOf({ terms, credit: "parts + total" }, "right"));
    expect([...(credit?.values ?? [])]).toEqual([1, 1, 1, 0.25, 0.25, 0.25, 0.25]);
  });

  it("is part of what the program means", () => {
    expect(programOf({ credit: { use: "split" } }).hash).not.toBe(programOf({}).hash);
    expect(programOf({ credit: { use: "split" } }).hash).toBe(
      programOf({ credit: { use: "split", of: "total" } }).hash,
    );
  });

  it("is refused where it hands nothing out, or a term has a name it reads", () => {
    expect(findingsOf({ credit: "total" })).toMatchInlineSnapshot(`
      [
        "GUERDON_LEVEL at credit: Expected \`credit\` to be one value a step or token, got a value a rollout. Use a credit such as \`redistribute\`, or leave \`credit\` out.",
      ]
    `);
    expect(findingsOf({ terms: { right: EXACT, total: "1" }, credit: { use: "split" } })).toMatchInlineSnapshot(`
      [
        "GUERDON_PROGRAM at terms.total: Expected no term named \`total\` in a program with \`credit\`, got one. Give it another name.",
      ]
    `);
    expect(findingsOf({ credit: { use: "split", of: "rigth" } })).toMatchInlineSnapshot(`
      [
        "GUERDON_NAME_UNKNOWN at credit.of: Expected \`rigth\` to be a term of this program, got none of that name. Did you mean \`right\`?",
      ]
    `);
  });
});

describe("a chain of advantages", () => {
  it("refines what the piece before it made; inputs not given are terms of that name, or their number (by hand)", async () => {
    const terms = { right: EXACT, weight: { use: "split", of: "1" } };
    const chain = programOf({ terms, advantage: ["dr-grpo", "times"] }, "right");
    const { advantages } = await scoresOf(chain);
    // dr-grpo: 0.5, −0.5, 0.5, −0.5 (the second group: right, wrong); weights 1 / steps; gain 2
    expect(advantages.level).toBe("step");
    expect([...advantages.values]).toEqual([0.5, 0.5, -1, -0.25, -0.25, -0.25, -0.25]);
    expect([chain.advantage.name, chain.advantage.level]).toEqual(["dr-grpo → times", "step"]);
  });

  it("reads total and credit by these names", async () => {
    const chain = programOf({
      credit: { use: "split" },
      advantage: ["reinforce", { use: "times", weight: "credit", gain: "total" }],
    });
    expect([...(await scoresOf(chain)).advantages.values]).toEqual([32, 32, 0, 0, 0, 0, 0]);
  });

  it("says what cannot stand where", () => {
    expect(findingsOf({ advantage: "times" })).toMatchInlineSnapshot(`
      [
        "GUERDON_OPTION at advantage: Expected an advantage before \`advantage/times@1\`, which refines what is there, got none. Write a list that begins with an advantage: \`[grpo, …]\`.",
        "GUERDON_OPTION at advantage: Expected \`weight\` of \`advantage/times@1\` to be given, got nothing. Add \`weight:\` with the term it should read.",
      ]
    `);
    expect(findingsOf({ advantage: ["grpo", "rloo"] })).toMatchInlineSnapshot(`
      [
        "GUERDON_OPTION at advantage.1: Expected \`advantage\` to go on with pieces that refine, got \`advantage/group-relative@1\`, which makes advantages of its own. Keep one of the two.",
      ]
    `);
    expect(findingsOf({ advantage: ["grpo", { use: "times", wieght: "right" }] })).toMatchInlineSnapshot(`
      [
        "GUERDON_OPTION at advantage.1.wieght: Expected an option of \`advantage/times@1\`, got \`wieght\`. Did you mean \`weight\`? It takes \`weight\`, \`gain\`.",
        "GUERDON_OPTION at advantage.1: Expected \`weight\` of \`advantage/times@1\` to be given, got nothing. Add \`weight:\` with the term it should read.",
      ]
    `);
    expect(
      findingsOf({ advantage: ["grpo", { use: "times", weight: "right", gain: "right" }, "none"] }),
    ).toMatchInlineSnapshot(`
      [
        "GUERDON_PIECE_UNKNOWN at advantage.2: Expected \`use\` to name a piece, got \`none\`. Did you mean \`grpo/trl-none\`? Search with \`guerdon where none\`.",
      ]
    `);
    expect(
      findingsOf({
        terms: { right: EXACT, weight: { use: "split", of: "right" } },
        advantage: ["grpo", { use: "times", gain: "weight" }],
      }),
    ).toMatchInlineSnapshot(`
      [
        "GUERDON_LEVEL at advantage.1.gain: Expected \`gain\` of \`advantage/times@1\` to be one value a rollout, got a value a step. Reduce it with \`mean(…)\`, \`sum(…)\`, \`min(…)\` or \`max(…)\`.",
      ]
    `);
    expect(findingsOf({ advantage: [] })).toMatchInlineSnapshot(`
      [
        "GUERDON_PROGRAM at advantage: Expected \`advantage\` to be valid: Too small: expected array to have >=1 items. A program has \`reward\` (a name), \`terms\` (named pieces), \`total\` (an expression) and may have \`advantage\`.",
      ]
    `);
  });
});
