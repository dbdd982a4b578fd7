import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.test-support.ts";

const WAIT_MS = 120_000;

describe("guerdon papers", () => {
  it(
    "lists every paper of a family with the state of its recipe",
    async () => {
      using folder = folderWith({});
      const { code, stdout } = await runCli(
        ["papers", "list", "--family", "shaping,multi-objective", "--json"],
        folder.path,
      );
      const papers = JSON.parse(stdout) as { number: string; state: string; hasRecipe: boolean }[];
      expect([code, papers.length]).toEqual([0, 22 + 12]);
      expect(papers.find(({ number }) => number === "104")).toMatchObject({ hasRecipe: true, family: "shaping" });
      const text = (await runCli(["papers", "list", "--out", folder.path], folder.path)).stdout;
      expect(text).toMatch(/^104 {2}LASER \/ LASER-D \/ LASER-DE .* shaping .* not run$/m);
      expect(text).toMatch(/^225 papers: 225 none$/m);
    },
    WAIT_MS,
  );

  it(
    "shows what a paper claims, its arms and what differs, by number or by name",
    async () => {
      using folder = folderWith({});
      const { code, stdout } = await runCli(["papers", "show", "gdpo", "--out", folder.path], folder.path);
      expect(code).toBe(0);
      for (const line of [
        "088 · GDPO",
        "Not run yet.",
        "Pieces: advantage/decoupled@1, advantage/group-relative@1",
        "  no-std: { advantage: { scale: none } }",
        "Differences from the paper",
      ]) {
        expect(stdout).toContain(line);
      }
      const json = JSON.parse((await runCli(["papers", "show", "88", "--json"], folder.path)).stdout);
      expect(json.recipe.studies.resolution.claims[0].source).toBe("§Experiment (a)");
    },
    WAIT_MS,
  );

  it(
    "names what is near, and what can be done about a paper without a recipe",
    async () => {
      using folder = folderWith({});
      const wrong = await runCli(["papers", "show", "lazer"], folder.path);
      expect([wrong.code, wrong.stderr]).toEqual([
        2,
        "GUERDON_USAGE: Expected `paper` to be the number or name of a paper, got `lazer`.\n  Did you mean `laser`? See `guerdon papers list`.\n",
      ]);
      const family = await runCli(["papers", "list", "--family", "shapping"], folder.path);
      expect(family.stderr).toContain("Did you mean `shaping`?");
      const tier = await runCli(["papers", "run", "--tier", "quick"], folder.path);
      expect([tier.code, tier.stderr]).toEqual([
        2,
        expect.stringContaining("Allowed choices are smoke, changed, all."),
      ]);
    },
    WAIT_MS,
  );

  it(
    "runs a recipe tiny, and starts a new one from what is known of the paper",
    async () => {
      using folder = folderWith({});
      const smoke = await runCli(["papers", "run", "088", "--tier", "smoke", "--json"], folder.path);
      expect(JSON.parse(smoke.stdout)).toMatchObject([{ paper: "088", problems: [] }]);
      const { code } = await runCli(["papers", "new", "104", "--folder", folder.path], folder.path);
      const text = readFileSync(join(folder.path, "104-laser.ts"), "utf8");
      expect(code).toBe(0);
      expect(text).toContain('import { difficultyBand } from "@guerdon/core/router";');
      expect(text).toContain('paper: "104",');
      expect(text).toContain(
        "pieces: [difficultyBand, ecrTarget, groupRelative, lengthRank, lengthSigmoid, lengthStep],",
      );
      const again = await runCli(["papers", "new", "104", "--folder", folder.path], folder.path);
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("GUERDON_USAGE")]);
    },
    WAIT_MS,
  );
});
