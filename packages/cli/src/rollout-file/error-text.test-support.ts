import { RewardError } from "@guerdon/core/error";

/** Code, message and hint of what `run` throws, on one line. */
export function errorText(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (RewardError.is(error)) return [error.code, error.message, error.hint].filter(Boolean).join(" ");
  }
  return "nothing thrown";
}
