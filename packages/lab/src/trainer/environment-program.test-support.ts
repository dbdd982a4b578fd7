import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec } from "@guerdon/core/program";
import { worldSignal } from "./world-signal.ts";

const library = makeLibrary([worldSignal, ...credits, ...advantages], advantagePresets);

/** A program on the rewards of an environment, with values and bootstraps at hand. */
export function environmentProgram(
  advantage: NonNullable<ProgramSpec["advantage"]>,
  credit = "reward",
  terms: ProgramSpec["terms"] = {},
): Program {
  return compileProgram(
    {
      reward: "environment",
      terms: {
        reward: { use: "world-signal" },
        values: { use: "world-signal" },
        bootstrap: { use: "world-signal", level: "rollout" },
        return: { use: "reduce", of: "reward", by: "sum" },
        ...terms,
      },
      total: "return",
      credit,
      advantage,
    } as ProgramSpec,
    library,
  );
}

export const GAE = (gamma: number, lambda: number): NonNullable<ProgramSpec["advantage"]> =>
  ({
    use: "gae",
    level: "step",
    rewards: "credit",
    gamma,
    lambda,
    values: "values",
    bootstrap: "bootstrap",
    credit: "credit",
  }) as never;
