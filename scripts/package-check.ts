import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** Packs every package as it would be published and lints the result. Needs a build. */
const ROOT = join(import.meta.dirname, "..");
const PACKAGES = ["core", "verify", "cli"] as const;

let problems = 0;
const folder = mkdtempSync(join(tmpdir(), "guerdon-pack-"));
try {
  for (const name of PACKAGES) {
    const pkgDir = join(ROOT, "packages", name);
    const { messages, pkg } = await publint({ pkgDir, strict: true });
    for (const message of messages) console.error(`${name}: ${formatMessage(message, pkg)}`);
    problems += messages.length;
    const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: pkgDir,
      encoding: "utf8",
    });
    const [{ files }] = JSON.parse(packed) as [{ files: readonly { readonly path: string }[] }];
    for (const { path } of files) {
      if (!/\.(test|test-support|data\.test)\.ts$|fixtures\//u.test(path)) continue;
      console.error(`${name}: ${path} would be published`);
      problems++;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(problems === 0 ? "packages: fine" : `packages: ${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
