import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.test-support.ts";

const CORRIDOR = `experiment: corridor
run: policy-gradient
settings:
  environment: { use: grid-world, map: ["S..G"], copies: 4, maxSteps: 20 }
  policy: { use: tabular }
  steps: 16
  updates: 12
arms:
  learns: { learningRate: 0.2 }
  fixed: { learningRate: 0 }
seeds: 2
show: [length]
compare:
  - { metric: length, treatment: learns, control: fixed, alternative: less }
`;

describe("guerdon lab run", () => {
  it("trains the arms, prints final values and comparison, writes a report, and has nothing to do the second time", async () => {
    using folder = folderWith({ "corridor.yaml": CORRIDOR });
    const first = await runCli(["lab", "run", "corridor.yaml"], folder.path);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const number = "-?\\d+(\\.\\d+)?";
    const cell = `${number} \\(${number} … ${number}\\)`;
    expect(first.stdout).toMatch(
      new RegExp(
        `^ +learns +fixed\nlength  ${cell}  ${cell}\nlength: learns less than fixed\\? ${number} \\(${number} … ${number}\\), p = 0.25, 2 seeds\nReport: experiments/corridor/report.html\n$`,
      ),
    );
    const report = readFileSync(join(folder.path, "experiments/corridor/report.html"), "utf8");
    expect(report).toContain("Learning curves of length for learns, fixed");
    expect(report).not.toMatch(/NaN|undefined|<script/);
    const started = performance.now();
    const again = await runCli(["lab", "run", "corridor.yaml", "--json"], folder.path);
    expect(again.stderr).toBe("Going on with experiments/corridor.\n");
    const result = JSON.parse(again.stdout);
    expect(result.comparisons[0].difference.estimate).toBeLessThan(-1);
    expect(result.runs.map(({ end }: { end: { end: string } }) => end.end)).toEqual(new Array(4).fill("finished"));
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await runCli(["lab", "run", "corridor.yaml", "--plots", "png"], folder.path)).code).toBe(0);
    const picture = readFileSync(join(folder.path, "experiments/corridor/plots/length.png"));
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    expect(picture.readUInt32BE(16)).toBe(1200);
  }, 120_000);

  it("reads the reward beside the experiment into it, so that another reward is another experiment", async () => {
    const reward =
      "reward: steps\nterms:\n  reward: { use: world-signal }\n  return: { use: reduce, of: reward, by: sum }\ntotal: return\nadvantage: group-relative\n";
    const yaml = CORRIDOR.replace("arms:", "  reward: ./reward.yaml\narms:").replace("seeds: 2", "seeds: 1");
    using folder = folderWith({ "e.yaml": yaml, "reward.yaml": reward });
    expect((await runCli(["lab", "run", "e.yaml", "--out", "out"], folder.path)).code).toBe(0);
    using changed = folderWith({ "e.yaml": yaml, "reward.yaml": reward.replace("total: return", "total: 2 * return") });
    const other = await runCli(["lab", "run", "e.yaml", "--out", join(folder.path, "out")], changed.path);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/^GUERDON_RESUME: Expected .* to hold this experiment/m);
  }, 120_000);

  it("says which runs failed and why, and exits with 3", async () => {
    using folder = folderWith({
      "e.yaml": CORRIDOR.replace("fixed: { learningRate: 0 }", "fixed: { policy: { use: tabulr } }").replace(
        "seeds: 2",
        "seeds: 1",
      ),
    });
    const { code, stdout } = await runCli(["lab", "run", "e.yaml", "--out", "out"], folder.path);
    expect(code).toBe(3);
    expect(stdout).toContain(
      "failed: fixed, seed 0: Expected `policy.use` to be one of gru, mlp, tabular, got `tabulr`.",
    );
    expect(existsSync(join(folder.path, "out/report.html"))).toBe(true);
  }, 60_000);

  it("says what is wrong with an experiment that is none, and with one that is not there", async () => {
    using folder = folderWith({ "e.yaml": "experiment: x\nrun: tokens\n", "broken.yaml": "a: [" });
    const results = await Promise.all(
      ["e.yaml", "broken.yaml", "absent.yaml"].map((file) => runCli(["lab", "run", file], folder.path)),
    );
    expect(
      results.map(({ code, stderr }) => [code, stderr.split("\n")[0]?.replace(folder.path, "")]),
    ).toMatchInlineSnapshot(`
      [
        [
          2,
          "GUERDON_EXPERIMENT: Expected \`arms\` to be valid, got nothing: Invalid input: expected record, received undefined.",
        ],
        [
          2,
          "GUERDON_EXPERIMENT: Expected \`broken.yaml\` to be YAML or JSON, got: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5:",
        ],
        [
          2,
          "GUERDON_FILE: Expected \`absent.yaml\` to be a readable experiment, got: ENOENT: no such file or directory, open 'absent.yaml'.",
        ],
      ]
    `);
  }, 60_000);
});

describe("guerdon demo", () => {
  it("samples, trains both rewards, and says what happened", async () => {
    using folder = folderWith({});
    const { code, stdout } = await runCli(["demo", "--seconds", "4", "--out", "demo"], folder.path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A language model of 26,272 parameters adds numbers/);
    expect(stdout).toMatch(/\n {2}\d\d\+\d\d= .* (right|wrong) +reward \d\.\d\d\n/);
    expect(stdout).toMatch(/2\. Training against concise-math\.yaml and hackable-math\.yaml, 4 s in all/);
    expect(stdout).toMatch(/correct +\S+ +\S+\nreward/);
    expect(existsSync(join(folder.path, "demo/report.html"))).toBe(true);
  }, 120_000);
});
