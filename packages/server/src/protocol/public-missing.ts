import type { Missing } from "@guerdon/core/signal";

const PATH = /(?:file:\/\/|(?<![\w/:.]))(?:\/[\w.@~+-]+){2,}(?::\d+)*/g;

/**
 * Why a score is missing, as a client may read it: reasons of engines and sandboxes may name files of the server.
 *
 * ```ts
 * publicMissing(failed("engine", "ENOENT: open '/srv/x/y.json'")).reason // "ENOENT: open '…'"
 * ```
 */
export function publicMissing(missing: Missing): Missing {
  if (missing.kind === "abstained" || missing.blame === "candidate") return missing;
  return { ...missing, reason: withoutPaths(missing.reason) };
}

/** A text with `…` for each absolute path. */
export function withoutPaths(text: string): string {
  return text.includes("/") ? text.replace(PATH, "…") : text;
}
