import { describe, expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.test-support.ts";

describe("guerdon lab list", () => {
  it("lists what an experiment may name under the setting, and with options as JSON", async () => {
    using folder = folderWith({});
    const text = await runCli(["lab", "list", "pendulum"], folder.path);
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toMatchInlineSnapshot(`
      "environment: { use: NAME }
        inverted-pendulum  a pole on a cart: InvertedPendulum-v5 in MuJoCo
        pendulum           a pendulum swung up and held: Pendulum-v1
      "
    `);
    const json = await runCli(["lab", "list", "cma-es", "--json"], folder.path);
    const [entry] = JSON.parse(json.stdout).filter(({ kind }: { kind: string }) => kind === "search");
    expect(Object.keys(entry.options.properties)).toEqual(["population", "deviation"]);
  });

  it("says what is near when nothing matches", async () => {
    using folder = folderWith({});
    const { code, stdout } = await runCli(["lab", "list", "pendulam"], folder.path);
    expect([code, stdout]).toEqual([1, "Nothing matches `pendulam`. Did you mean `pendulum`?\n"]);
  });
});
