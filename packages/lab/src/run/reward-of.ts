import { RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import { compile, type Program } from "@guerdon/core/program";

/**
 * A compiled reward program.
 *
 * @throws RewardError with the code of the first error in it
 */
export function rewardOf(library: Library, spec: unknown): Program {
  const { program, findings } = compile(spec, library);
  if (program !== undefined) return program;
  const error = findings.find(({ severity }) => severity === "error");
  throw new RewardError(
    error?.code ?? "GUERDON_PROGRAM",
    error?.reason ?? "Expected `reward` to be a reward program.",
    {
      ...(error?.fix ? { hint: error.fix } : {}),
    },
  );
}
