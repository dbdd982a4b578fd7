import { RewardError } from "@guerdon/core/error";
import type { Missing } from "@guerdon/core/signal";

/** Why a score is missing, in one line. */
export function missingText(missing: Missing): string {
  return missing.kind === "abstained" ? `abstained: ${missing.reason}` : `failed (${missing.blame}): ${missing.reason}`;
}

/** What a client may know of an error: the message of one of ours; nothing of any other, which may hold paths. */
export function failureText(error: unknown): string {
  return RewardError.is(error) ? `${error.code}: ${error.message}` : "The score could not be made.";
}
