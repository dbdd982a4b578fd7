import { RewardError } from "@guerdon/core/error";

/** The error for an optional package that is not installed. */
export function missingEngine(name: string, cause: unknown): RewardError {
  return new RewardError("GUERDON_ENGINE_MISSING", `Expected the package \`${name}\` to be installed, got none.`, {
    hint: `Run \`npm install ${name}\`.`,
    details: { engine: name },
    cause,
  });
}
