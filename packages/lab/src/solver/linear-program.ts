import { RewardError } from "@guerdon/core/error";
import type { DecisionProcess } from "./decision-process.ts";

interface Highs {
  solve(
    program: string,
    options: { readonly [option: string]: unknown },
  ): { readonly Status: string; readonly Columns: { readonly [name: string]: { readonly Primal: number } } };
}

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
  const highs = await loadHighs();
  const { Status: status, Columns: columns } = highs.solve(programText(process), {
    primal_feasibility_tolerance: 1e-10,
    dual_feasibility_tolerance: 1e-10,
    output_flag: false,
  });
  if (status !== "Optimal") throw new Error(`The linear program of a decision process has no optimum: ${status}.`);
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
