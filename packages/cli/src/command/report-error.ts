import { RewardError } from "@guerdon/core/error";

/** Prints an error as code, what was expected and got, and the next step. Returns the exit code. */
export function reportError(error: unknown): number {
  if (!RewardError.is(error)) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 3;
  }
  process.stderr.write(`${error.code}: ${error.message}\n`);
  if (error.hint) process.stderr.write(`  ${error.hint}\n`);
  return 2;
}
