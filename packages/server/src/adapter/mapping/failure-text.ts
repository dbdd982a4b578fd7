import { RewardError } from "@guerdon/core/error";
import type { Missing } from "@guerdon/core/signal";
import { problemOf } from "../../host/problem.ts";
import { publicMissing } from "../../protocol/index.ts";

/** Why a score is missing, in one line, as a client may read it. */
export function missingText(given: Missing): string {
  const missing = publicMissing(given);
  return missing.kind === "abstained" ? `abstained: ${missing.reason}` : `failed (${missing.blame}): ${missing.reason}`;
}

/** What a client may know of an error: as much as a problem says of it; nothing of one that is not ours. */
export function failureText(error: unknown): string {
  const { code, detail } = problemOf(error, "");
  return RewardError.is(error) ? `${code}: ${detail}` : "The score could not be made.";
}
