import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";

const root = mkdtempSync(join(tmpdir(), "guerdon-pool-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Compiles the modules of a folder as the build does, file by file. */
function compile(source: URL, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source).filter((each) => each.endsWith(".ts") && !each.endsWith(".test.ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(new URL(name, source), "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    writeFileSync(join(target, name.replace(/\.ts$/, ".js")), outputText);
  }
}

describe("the compiled pool", () => {
  it("runs in plain Node, without a loader", async () => {
    const core = new URL("../../../core/src/", import.meta.url);
    const coreTarget = join(root, "node_modules/@guerdon/core");
    for (const folder of ["error/", "internal/", "signal/"]) compile(new URL(folder, core), join(coreTarget, folder));
    writeFileSync(
      join(coreTarget, "package.json"),
      JSON.stringify({ name: "@guerdon/core", type: "module", exports: { "./*": "./*/index.js" } }),
    );
    writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module" }));
    compile(new URL("./", import.meta.url), join(root, "pool"));
    const program = `
      import { processPool } from "./pool/index.js";
      const pool = processPool({ size: 1 });
      const task = { module: new URL("./pool/tasks.test-support.js", import.meta.url).href, export: "obey" };
      const results = await pool.run(task, [["echo", 1], ["loop", 0], ["echo", 3]], { deadlineMs: 100 });
      console.log(JSON.stringify(results.map((result) => result.value ?? result.missing.blame)));`;
    writeFileSync(join(root, "program.js"), program);

    const child = spawn(process.execPath, [join(root, "program.js")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [text] = await once(child.stdout, "data");
    expect(JSON.parse(String(text))).toEqual([1, "candidate", 3]);
    expect((await once(child, "exit"))[0]).toBe(0);
  }, 60_000);
});
