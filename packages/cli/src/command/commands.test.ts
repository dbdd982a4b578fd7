import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SAMPLE_ROLLOUTS } from "../sample/sample.ts";
import { folderWith, runCli } from "./run-cli.test-support.ts";

const SUSPECT = `reward: suspect
terms:
  correct: { use: number, expected: "{{ item.anser }}" }
  words: { use: length, unit: words }
  style: { use: format, sections: [think], protects: correct }
total: default(correct, 0) + 2 * style + 0.01 * words
`;

describe("guerdon check", () => {
  it("prints each finding with its place, reason and fix, and every range, and exits with 1", async () => {
    using folder = folderWith({ "p.yaml": SUSPECT, "r.jsonl": SAMPLE_ROLLOUTS });
    const { code, stdout, stderr } = await runCli(["check", "p.yaml", "--rollouts", "r.jsonl"], folder.path);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "p.yaml:3:37 error GUERDON_FIELD_UNKNOWN
        Expected \`item.anser\` to be in the rows, got none in the first 20.
        Did you mean \`answer\`? The rows have \`item.question\`, \`item.answer\`.
      p.yaml:4:3 warning GUERDON_LENGTH_MONOTONE
        \`total\` grows with \`words\` (length) without a limit: longer answers win whatever they say.
        Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.
      p.yaml:5:54 error GUERDON_OUTWEIGHS
        \`style\` moves \`total\` by up to 2, and \`correct\`, which must not be outweighed, by up to 1.
        Weigh \`style\` so that the sum stays below 1, or pay it only inside \`gate(correct > 0, …)\`.
      p.yaml:6:8 warning GUERDON_UNBOUNDED
        Expected \`total\` to be bounded, got [0, ∞): \`words\` cannot be bounded.
        Shape the open term with \`clip\`, \`sigmoid\` or \`length-step\`, or declare its \`range\`.
        correct  [0, 1]
        words    [0, ∞)
        style    [0, 1]
        total    [0, ∞)
      4 findings.
      "
    `);
  });

  it("prints the same as one JSON object, with null for an open end", async () => {
    using folder = folderWith({ "p.yaml": SUSPECT });
    const { code, stdout } = await runCli(["check", "p.yaml", "--json"], folder.path);
    const { findings, ranges, total } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(findings.map((f: { code: string; line: number; column: number }) => [f.code, f.line, f.column])).toEqual([
      ["GUERDON_LENGTH_MONOTONE", 4, 3],
      ["GUERDON_OUTWEIGHS", 5, 54],
      ["GUERDON_UNBOUNDED", 6, 8],
    ]);
    expect([ranges, total]).toEqual([{ correct: [0, 1], words: [0, null], style: [0, 1] }, [0, null]]);
  });
});

describe("guerdon init", () => {
  it("writes a program that has no findings and rollouts that score, and overwrites nothing unasked", async () => {
    using folder = folderWith({});
    expect((await runCli(["init"], folder.path)).code).toBe(0);
    expect((await runCli(["check", "reward.yaml", "--rollouts", "rollouts.jsonl"], folder.path)).code).toBe(0);
    const scored = await runCli(
      ["score", "reward.yaml", "rollouts.jsonl", "--report", "r.html", "--json"],
      folder.path,
    );
    expect(JSON.parse(scored.stdout)).toMatchObject({
      rollouts: 20,
      groups: 5,
      deadGroups: 1,
      outcomes: { scored: 20 },
    });
    expect(readFileSync(join(folder.path, "r.html"), "utf8")).toContain("a power of more than");
    const again = await runCli(["init"], folder.path);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatchInlineSnapshot(`
      "GUERDON_FILE: Expected no file at \`reward.yaml\`, got one.
        Choose another folder, or overwrite by \`--force\`.
      "
    `);
  });

  it("reports on rollouts that come through a pipe", async () => {
    using folder = folderWith({});
    await runCli(["init"], folder.path);
    const args = ["score", "reward.yaml", "-", "--report", "r.html", "--json"];
    const { code } = await runCli(args, folder.path, SAMPLE_ROLLOUTS);
    expect(code).toBe(0);
    expect(readFileSync(join(folder.path, "r.html"), "utf8")).toContain("A crate holds 24 jars");
  });
});

describe("guerdon where", () => {
  it("finds a piece by the words of its card, and says what is near when it finds none", async () => {
    using folder = folderWith({});
    const paper = await runCli(["where", "laser", "--json"], folder.path);
    expect(JSON.parse(paper.stdout)[0].paper.number).toBe("104");
    const found = await runCli(["where", "lengthStep", "--json"], folder.path);
    expect(JSON.parse(found.stdout)[0].entry.id).toBe("shaper/length-step@1");
    const none = await runCli(["where", "qqqqqq"], folder.path);
    expect([none.code, none.stdout]).toEqual([1, "Nothing is called or described like `qqqqqq`.\n"]);
  });
});
