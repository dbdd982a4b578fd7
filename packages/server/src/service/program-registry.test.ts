import { RewardError } from "@guerdon/core/error";
import type { ProgramSpec } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { ProgramRegistry } from "./program-registry.ts";
import { compiled, EXACT, registryOf } from "./service.test-support.ts";

const OTHER: ProgramSpec = { reward: "short", terms: { length: { use: "length" } }, total: "-length" };

/** A source whose text can be changed. */
function changeable(first: ProgramSpec): {
  source: { path: string; load(): Promise<ReturnType<typeof compiled>> };
  spec: ProgramSpec;
} {
  const state = { spec: first, source: { path: "a.yaml", load: async () => compiled(state.spec) } };
  return state;
}

async function textOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return "no error";
  } catch (error) {
    return RewardError.is(error) ? `${error.code} ${error.message} ${error.hint}` : String(error);
  }
}

describe("ProgramRegistry", () => {
  it("gives the only program without a name, and says which there are", async () => {
    expect((await registryOf(EXACT)).select(undefined).name).toBe("exact");
    const both = await registryOf(EXACT, OTHER);
    expect(both.select("short").name).toBe("short");
    expect(await textOf(() => both.select(undefined))).toMatchInlineSnapshot(
      `"GUERDON_PROGRAM_NOT_SERVED Expected \`program\` to be one of \`exact\`, \`short\`, got nothing. Name one of the programs of GET /v1/programs."`,
    );
    expect(await textOf(() => both.select("exat"))).toMatchInlineSnapshot(
      `"GUERDON_PROGRAM_NOT_SERVED Expected \`program\` to be one of \`exact\`, \`short\`, got \`exat\`. Did you mean \`exact\`?"`,
    );
  });

  it("refuses two programs of one name", async () => {
    const twice = [EXACT, EXACT].map((spec, i) => ({ path: `${i}`, load: async () => compiled(spec) }));
    expect(await textOf(() => ProgramRegistry.open(twice))).toMatchInlineSnapshot(
      `"GUERDON_PROGRAM Expected each program to have a name of its own, got \`exact\` twice. Change the \`reward:\` of one of the files."`,
    );
  });

  it("keeps every version: new runs get the new one, old ones find theirs", async () => {
    const state = changeable(EXACT);
    const registry = await ProgramRegistry.open([state.source]);
    const before = registry.select("exact");
    expect(await registry.reload("a.yaml")).toBe("same");
    state.spec = { ...EXACT, total: "default(correct, 0)" };
    expect(await registry.reload("a.yaml")).toBe("changed");
    expect(registry.select("exact").hash).not.toBe(before.hash);
    expect(registry.version("exact", before.hash)).toBe(before);
    expect(await textOf(() => registry.version("exact", "f".repeat(64)))).toContain(
      "Expected version ffffffffffff of `exact`",
    );
  });

  it("keeps the old version of a file that does not compile any more, and says so until it does", async () => {
    const state = changeable(EXACT);
    const registry = await ProgramRegistry.open([state.source]);
    state.spec = { ...EXACT, total: "correcd" };
    expect(await registry.reload("a.yaml")).toBe("failed");
    expect(registry.select("exact").name).toBe("exact");
    expect([...registry.problems.keys()]).toEqual(["exact"]);
    state.spec = EXACT;
    expect(await registry.reload("a.yaml")).toBe("same");
    expect(registry.problems.size).toBe(0);
  });

  it("follows a program that is given another name", async () => {
    const state = changeable(EXACT);
    const registry = await ProgramRegistry.open([state.source]);
    state.spec = { ...EXACT, reward: "renamed" };
    await registry.reload("a.yaml");
    expect([...registry.newest.keys()]).toEqual(["renamed"]);
  });
});
