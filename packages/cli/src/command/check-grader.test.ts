import { describe, expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.test-support.ts";

const GRADER = {
  type: "multi",
  name: "both",
  graders: {
    exact: {
      type: "string_check",
      name: "exact",
      input: "{{ sample.output_text }}",
      reference: "{{ item.answer }}",
      operation: "eq",
    },
    near: {
      type: "text_similarity",
      name: "near",
      input: "{{ sample.output_text }}",
      reference: "{{ item.answer }}",
      evaluation_metric: "fuzzy_match",
    },
  },
  calculate_output: "0.5 * exact + 0.5 * near",
};
const ROW = '{"prompt":"6 * 7?","completion":"42","item":{"answer":"42"}}\n';

describe("guerdon with an OpenAI grader", () => {
  it("checks and scores it as a program, and writes it back", async () => {
    using folder = folderWith({ "grader.json": JSON.stringify(GRADER), "rows.jsonl": ROW });
    const check = await runCli(["check", "grader.json"], folder.path);
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining("total  [0, 1]")]);
    const score = await runCli(["score", "grader.json", "rows.jsonl", "--json"], folder.path);
    expect(JSON.parse(score.stdout)).toMatchObject({ reward: "both", outcomes: { scored: 1 }, total: { mean: 1 } });
    expect(score.code).toBe(0);
    const back = await runCli(["check", "grader.json", "--as-grader"], folder.path);
    const named = { exact: { ...GRADER.graders.exact }, near: { ...GRADER.graders.near } };
    expect(JSON.parse(back.stdout)).toEqual({ ...GRADER, graders: named });
  });

  it("says where a grader is wrong, and what a program has that no grader can say", async () => {
    const wrong = { ...GRADER, graders: { exact: { ...GRADER.graders.exact, operation: "same" } } };
    using folder = folderWith({
      "grader.json": JSON.stringify(wrong),
      "program.yaml": 'reward: r\nterms: { n: { use: number, expected: "{{ item.answer }}" } }\ntotal: n\n',
      "judge.json": '{"type": "score_model", "name": "j", "model": "m", "input": [{"role": "user", "content": "x"}]}',
    });
    const check = await runCli(["check", "grader.json"], folder.path);
    expect([check.code, check.stdout]).toEqual([
      1,
      expect.stringContaining("GUERDON_GRADER\n  Expected `graders.exact.operation` to be valid"),
    ]);
    const back = await runCli(["check", "program.yaml", "--as-grader"], folder.path);
    expect([back.code, back.stderr]).toEqual([2, expect.stringContaining("no grader does what `number` does")]);
    const judge = await runCli(["check", "judge.json"], folder.path);
    expect([judge.code, judge.stdout]).toEqual([1, expect.stringContaining("Set GUERDON_MODEL_URL")]);
  });
});
