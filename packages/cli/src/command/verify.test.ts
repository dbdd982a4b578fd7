import { describe, expect, it } from "vitest";
import { folderWith, runCli, startCli } from "./run-cli.test-support.ts";

describe("guerdon verify list", () => {
  it("lists a verifier with its engine, in one JSON array on demand", async () => {
    using folder = folderWith({});
    const text = await runCli(["verify", "list", "puzzle"], folder.path);
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toMatchInlineSnapshot(`
      "verifier           domain  engine
      arithmetic-target  puzzle  built in  present
      graph-colouring    puzzle  built in  present
      grid-match         puzzle  built in  present
      queens             puzzle  built in  present
      sudoku             puzzle  built in  present

      5 verifiers, 0 engines.
      "
    `);
    const json = await runCli(["verify", "list", "json-schema", "--json"], folder.path);
    expect(JSON.parse(json.stdout)).toEqual([
      {
        name: "json-schema",
        id: "source/json-schema@1",
        domain: "json",
        summary: "1 when the text is JSON that is valid against a JSON Schema, else 0.",
        needs: ["process"],
        engines: [
          { name: "ajv", present: true, install: "npm install ajv@8.20.0" },
          { name: "ajv-formats", present: true, install: "npm install ajv-formats@3.0.1" },
        ],
        rows: { gold: 3, nearMisses: 5 },
      },
    ]);
  });

  it("says what is near when nothing matches", async () => {
    using folder = folderWith({});
    const { code, stdout } = await runCli(["verify", "list", "sudoko"], folder.path);
    expect([code, stdout]).toEqual([1, "No verifier matches `sudoko`. Did you mean `sudoku`?\n"]);
  });
});

describe("guerdon verify check", () => {
  it("runs the rows of a verifier and of a domain", async () => {
    using folder = folderWith({});
    const { code, stdout, stderr } = await runCli(["verify", "check", "json-schema", "number"], folder.path);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "json-schema  passed  8 rows  (json)
      number       passed  11 rows  (number)

      2 verifiers: 2 passed, 0 failed, 0 without an engine.
      "
    `);
  });

  it("prints the same as one JSON array", async () => {
    using folder = folderWith({});
    const { code, stdout } = await runCli(["verify", "check", "sudoku", "--json"], folder.path);
    const [check] = JSON.parse(stdout);
    expect([code, check.name, check.verdict, check.rows.length, check.absent]).toEqual([0, "sudoku", "passed", 7, []]);
    expect(check.rows[0]).toEqual({ kind: "gold", title: "the solution", verdict: "passed", expected: 1, got: 1 });
  });

  it("ends quietly with the reader of its output", async () => {
    using folder = folderWith({});
    const { child, done } = startCli(["verify", "check", "puzzle", "text"], folder.path);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { code, stderr } = await done;
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("knows no other names", async () => {
    using folder = folderWith({});
    const { code, stderr } = await runCli(["verify", "check", "number", "sudoko"], folder.path);
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "GUERDON_USAGE: Expected a verifier or a domain of verifiers, got \`sudoko\`.
        Did you mean \`sudoku\`? \`guerdon verify list\` shows all.
      "
    `);
  });
});
