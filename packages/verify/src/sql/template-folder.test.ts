import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileTemplate, readTemplate, templateFolder, textTemplate } from "./template-folder.ts";

const LONG = `-- ${"x".repeat(3_000)}\nCREATE TABLE t (x);`;

describe("templates", () => {
  it("travel as text when short, as the digest of a file when long", () => {
    expect(textTemplate("CREATE TABLE t (x)")).toEqual({ kind: "text", sql: "CREATE TABLE t (x)" });
    const template = textTemplate(LONG);
    expect(template).toMatchObject({ kind: "file", holds: "sql" });
    expect(textTemplate(LONG)).toBe(template);
    if (template.kind === "file") expect(readTemplate(template).toString()).toBe(LONG);
  });

  it("are not read when they are not what was stored", () => {
    const template = textTemplate(`${LONG} -- changed`);
    if (template.kind !== "file") throw new Error("Expected a file, got a text.");
    const path = join(templateFolder(), template.sha256);
    writeFileSync(path, "DROP TABLE t");
    expect(() => readTemplate(template)).toThrow(`the stored template ${template.sha256} was changed`);
    rmSync(path);
  });

  it("follow a file that changes", () => {
    const path = join(templateFolder(), "test.sql");
    writeFileSync(path, "CREATE TABLE a (x)");
    const first = fileTemplate(path);
    writeFileSync(path, "CREATE TABLE ab (x)");
    const second = fileTemplate(path);
    rmSync(path);
    if (first.kind !== "file" || second.kind !== "file") throw new Error("Expected files, got a text.");
    expect(readFileSync(join(templateFolder(), second.sha256), "utf8")).toBe("CREATE TABLE ab (x)");
    expect(first.sha256).not.toBe(second.sha256);
  });

  it.skipIf(process.platform === "win32")("lie in a folder of this user alone", () => {
    expect(statSync(templateFolder()).mode & 0o777).toBe(0o700);
  });
});
