import type { DecisionProcess } from "./decision-process.ts";
import { solveHighsProgram } from "./highs-program.ts";

/**
 * Optimal values of a decision process as the solution of a linear program, by HiGHS.
 *
 *   minimise Σ v(s)   subject to   v(s) ≥ r(s, a) + γ·E[v(next)]   for all s, a
 *
 * @returns [S] values
 * @throws RewardError GUERDON_ENGINE_MISSING without the package `highs`
 * @paper d'Epenoux 1963
 */
export async function linearProgram(process: DecisionProcess): Promise<Float64Array> {
  const columns = await solveHighsProgram(programText(process));
  if (columns === undefined) throw new Error("The linear program of a decision process has no optimum.");
  return Float64Array.from({ length: process.states }, (_, state) => columns[`v${state}`]?.Primal as number);
}

function programText({ states, actions, offsets, next, probability, reward, discount }: DecisionProcess): string {
  const lines = [
    "Minimize",
    ` obj: ${Array.from({ length: states }, (_, state) => `v${state}`).join(" + ")}`,
    "Subject To",
  ];
  for (let pair = 0; pair < states * actions; pair++) {
    const row = new Map([[Math.floor(pair / actions), 1]]);
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      const to = next[m] as number;
      row.set(to, (row.get(to) ?? 0) - discount * (probability[m] as number));
    }
    const terms = [...row].map(([state, weight]) => `${weight < 0 ? "-" : "+"} ${Math.abs(weight)} v${state}`);
    lines.push(` c${pair}: ${terms.join(" ")} >= ${reward[pair]}`);
  }
  lines.push("Bounds", ...Array.from({ length: states }, (_, state) => ` v${state} free`), "End");
  return lines.join("\n");
}
