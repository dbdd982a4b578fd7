import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.test-support.ts";

const PROGRAM = `reward: hostile
terms:
  correct: { use: math, expected: "{{ item.answer }}" }
total: correct
`;
const HOSTILE: readonly (readonly [row: number, answer: string])[] = [
  [10, "\\boxed{9^{9^{9^9}}}"],
  [300, "The answer is $200000!$."],
  [500, `\\boxed{${"\\frac{1}{".repeat(3000)}2${"}".repeat(3000)}}`],
  [700, `\\boxed{${"7".repeat(10 * 1024 * 1024)}}`],
  [999, "\\boxed{4О}"], // the second letter is Cyrillic
];

it("scores 995 of 1,000 answers and fails 5 hostile ones, each with its blame, in ordinary time", async () => {
  const texts = Array.from({ length: 1000 }, (_, i) => `so the answer is \\boxed{${i % 50}}.`);
  for (const [row, answer] of HOSTILE) texts[row] = answer;
  const rows = texts.map((completion, i) =>
    JSON.stringify({ id: `a${i}`, group: `g${i >> 2}`, item: { answer: String(i % 40) }, completion }),
  );
  using folder = folderWith({ "p.yaml": PROGRAM, "r.jsonl": rows.join("\n") });
  const started = performance.now();
  const { code, stdout } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", "--json"], folder.path);
  const seconds = (performance.now() - started) / 1000;
  expect(code).toBe(0);
  expect(JSON.parse(stdout).outcomes).toEqual({
    scored: 995,
    abstained: 0,
    failed: { candidate: 5, task: 0, sandbox: 0, judge: 0, engine: 0 },
  });
  const out = readFileSync(join(folder.path, "o.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const failed = out.flatMap(({ outcome }, i) => (outcome.kind === "failed" ? [[i, outcome.blame]] : []));
  expect(failed).toEqual(HOSTILE.map(([row]) => [row, "candidate"]));
  expect(HOSTILE.map(([row]) => out[row].outcome.reason)).toMatchInlineSnapshot(`
    [
      "candidate: a power of more than 131072 bits",
      "candidate: a factorial above 3000",
      "candidate: nested deeper than 60",
      "Expected at most 1048576 characters, got 10485768.",
      "candidate: look-alike letters of another script beside Latin ones or digits",
    ]
  `);
  const deadline = 1;
  expect(seconds).toBeLessThan(deadline * Math.ceil(5 / 2) + 10);
});
