import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitOf } from "./commit-of.ts";

const root = mkdtempSync(join(tmpdir(), "guerdon-commit-"));
const recipe = join(root, "recipes", "src", "104-laser.ts");
const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();

beforeAll(() => {
  for (const folder of ["recipes/src", "recipes/results", "lab"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(recipe, "export {};\n");
  writeFileSync(join(root, "lab", "world.ts"), "export {};\n");
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", "first");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("commitOf", () => {
  it("is the commit alone while only results are new, and says where other code differs", () => {
    const head = git("rev-parse", "--short=12", "HEAD");
    expect(commitOf(recipe)).toBe(head);
    writeFileSync(join(root, "recipes", "results", "104.json"), "{}\n");
    expect(commitOf(recipe)).toBe(head);
    writeFileSync(join(root, "lab", "world.ts"), "export const changed = 1;\n");
    expect(commitOf(recipe)).toBe(`${head}+`);
  });

  it("is unknown outside of a repository", () => {
    const outside = mkdtempSync(join(tmpdir(), "guerdon-no-commit-"));
    expect(commitOf(join(outside, "104-laser.ts"))).toBe("unknown");
    rmSync(outside, { recursive: true, force: true });
  });
});
