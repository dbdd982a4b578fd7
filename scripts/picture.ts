import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./gen/repository.ts";

/** Makes the README's picture: the report of the sample, as headless Chromium shows it. Needs a build and Chromium. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const folder = mkdtempSync(join(tmpdir(), "guerdon-picture-"));
const report = join(folder, "report.html");
const score = ["packages/cli/bin/guerdon.js", "score", "examples/arithmetic.yaml", "examples/arithmetic.jsonl"];
execFileSync(process.execPath, [...score, "--report", report], { cwd: ROOT, stdio: "ignore" });
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const picture = ["--hide-scrollbars", "--window-size=1180,1560", `--screenshot=${join(ROOT, "docs", "report.png")}`];
execFileSync(CHROMIUM, [...flags, ...picture, `--user-data-dir=${join(folder, "profile")}`, report], {
  stdio: "ignore",
});
rmSync(folder, { recursive: true, force: true });
