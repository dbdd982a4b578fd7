import { execFileSync } from "node:child_process";
import { dirname } from "node:path";

/** The commit that a file of a repository stands at, with `+` where files differ from it; `unknown` outside of one. */
export function commitOf(file: string): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: dirname(file), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return `${git("rev-parse", "--short=12", "HEAD")}${git("status", "--porcelain", "--", "..") === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
