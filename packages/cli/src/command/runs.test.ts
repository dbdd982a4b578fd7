import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { durationMs } from "./options.ts";
import { type CliResult, folderWith, runCli, startCli } from "./run-cli.test-support.ts";

const PROGRAM = `reward: words
terms:
  words: { use: length, unit: words }
  seen: { use: running-normalise, of: words, bound: 3, current: false }
total: seen
`;

describe("a run that was served", () => {
  const folder = folderWith({ "a.yaml": PROGRAM, "b.yaml": PROGRAM.replace("total: seen", "total: 0 - seen") });
  const cli = async (...args: string[]): Promise<CliResult> => runCli(args, folder.path);
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await cli(...args, "--store", "store", "--json");
    if (code !== 0 && code !== 1) throw new Error(stderr);
    return JSON.parse(stdout);
  };

  /** Serves a run of two steps, then stops. */
  beforeAll(async () => {
    const { child, done } = startCli(["serve", "a.yaml", "--port", "0", "--store", "store", "--json"], folder.path);
    try {
      const line = await new Promise<string>((resolve, reject) => {
        child.stdout?.once("data", (data) => resolve(String(data)));
        done.then(({ stderr }) => reject(new Error(stderr)));
      });
      const { url } = JSON.parse(line) as { url: string };
      const post = (path: string, body: unknown): Promise<Response> =>
        fetch(url + path, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        });
      for (const step of [0, 1]) {
        const rollouts = ["one", "two words", "three words here"].map((completion) => ({
          completion,
          prompt: "write",
        }));
        expect((await post("/v1/score", { run: "r", step, rollouts })).status).toBe(200);
        expect((await post("/v1/runs/r/step", { step })).status).toBe(200);
      }
    } finally {
      child.kill("SIGTERM");
      await done;
    }
  }, 120_000);
  afterAll(() => folder[Symbol.dispose]());

  it("is listed, exported, replayed with another program, and pruned", async () => {
    expect(await json("runs", "list")).toMatchObject([
      { run: "r", programName: "words", step: 2, batches: 2, rollouts: 6 },
    ]);
    expect(await json("runs", "export", "r", "r.jsonl")).toEqual({ run: "r", path: "r.jsonl", rows: 6 });
    const rows = readFileSync(join(folder.path, "r.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((row) => JSON.parse(row));
    expect(rows.map(({ scores }) => scores.terms.words.value).sort()).toEqual([1, 1, 2, 2, 3, 3]);
    const { code, stdout } = await cli("replay", "r", "--program", "b.yaml", "--store", "store");
    expect(code).toBe(1);
    expect(stdout.replace(/\([0-9a-f]{12}\)/g, "(HASH)")).toMatchInlineSnapshot(`
      "Run r: 2 batches, 6 rollouts
        before  words (HASH)
        after   words (HASH)

                 compared  changed  gained  lost  mean before  after  largest difference
      total      6         4        0       0     0            0      2.449 (step 0, 0)
      advantage  6         4        0       0     0            0      2 (step 0, 0)
        words    6         0        0       0     2            2      –
        seen     6         0        0       0     0            0      –

      Pairs within groups: 6; order turned 6, ties made or broken 0.
      "
    `);
    expect(await json("runs", "prune", "--keep", "0s")).toEqual({ removed: ["r"] });
  }, 180_000);

  it("a folder without a store is named, not made", async () => {
    const { code, stderr } = await cli("runs", "list", "--store", "stores");
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "GUERDON_STORE: Expected \`--store\` to be a folder with a store or a URL, got \`stores\`.
        Name the folder that \`guerdon serve --store\` was given.
      "
    `);
  }, 30_000);
});

describe("durationMs", () => {
  it.each([
    ["30d", 2_592_000_000],
    ["1.5h", 5_400_000],
    ["90m", 5_400_000],
    ["10s", 10_000],
  ])("reads %s", (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each(["30", "d", "-1d", "1w", ""])("refuses `%s`", (text) => {
    expect(() => durationMs(text)).toThrow(/Expected `--keep` to be a time/);
  });
});
