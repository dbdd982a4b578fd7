import { execFileSync } from "node:child_process";
import { dirname } from "node:path";

/** The commit that a recipe's repository stands at, with `+` where other files than results differ; `unknown` outside of one. */
export function commitOf(file: string): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: dirname(file), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const changed = git("status", "--porcelain", "--", ":/", ":(exclude)../results");
    return `${git("rev-parse", "--short=12", "HEAD")}${changed === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
