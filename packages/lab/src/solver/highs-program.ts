import { RewardError } from "@guerdon/core/error";

interface Highs {
  solve(
    program: string,
    options: { readonly [option: string]: unknown },
  ): { readonly Status: string; readonly Columns: { readonly [name: string]: { readonly Primal: number } } };
}

/**
 * Solves a linear program in the LP format of CPLEX by HiGHS.
 *
 * @returns the value of each variable by its name, or undefined where no values meet all constraints
 * @throws RewardError GUERDON_ENGINE_MISSING without the package `highs`
 */
export async function solveHighsProgram(
  program: string,
): Promise<{ readonly [variable: string]: { readonly Primal: number } } | undefined> {
  const highs = await loadHighs();
  const { Status: status, Columns: columns } = highs.solve(program, {
    primal_feasibility_tolerance: 1e-10,
    dual_feasibility_tolerance: 1e-10,
    output_flag: false,
  });
  return status === "Optimal" ? columns : undefined;
}

async function loadHighs(): Promise<Highs> {
  try {
    const { default: load } = (await import("highs")) as unknown as { default: () => Promise<Highs> };
    return await load();
  } catch (cause) {
    throw new RewardError("GUERDON_ENGINE_MISSING", "Expected the package `highs` to be installed, got none.", {
      hint: "Run `npm install highs@1.15.3`.",
      details: { engine: "highs" },
      cause,
    });
  }
}
