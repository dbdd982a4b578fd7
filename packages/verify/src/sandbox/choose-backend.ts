import { RewardError } from "@guerdon/core/error";
import { bubblewrapPython } from "./bubblewrap-python.ts";
import { cpythonWasi } from "./cpython-wasi.ts";
import { justBash } from "./just-bash.ts";
import type { Backend, SandboxLimits, SandboxProgram, SandboxResult } from "./program.ts";
import { DEFAULT_LIMITS } from "./program.ts";
import { quickjs } from "./quickjs.ts";

/** All back ends, the best first. */
export const backends: readonly Backend[] = [bubblewrapPython(), cpythonWasi(), quickjs(), justBash()];

/** The best back end that is present for a language, or why there is none. */
export async function chooseBackend(language: SandboxProgram["language"]): Promise<Backend | string> {
  const reasons: string[] = [];
  for (const backend of backends) {
    if (!backend.languages.includes(language)) continue;
    const why = await backend.absent();
    if (why === undefined) return backend;
    reasons.push(`${backend.name}: ${why}; ${backend.install}`);
  }
  return reasons.length === 0 ? `no back end runs ${language}` : reasons.join(". ");
}

/**
 * Runs a program in the best sandbox that is present.
 *
 * The verdict is made outside the candidate's process from plain values it sends; what it prints, exits with or
 * changes in its own interpreter decides nothing.
 *
 * @throws RewardError GUERDON_OPTION when a limit is not a whole number above zero
 */
export async function runProgram(program: SandboxProgram, limits: Partial<SandboxLimits> = {}): Promise<SandboxResult> {
  const full = { ...DEFAULT_LIMITS, ...limits };
  for (const [name, value] of Object.entries(full)) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`${name}\` to be a whole number above 0, got ${String(value)}.`,
      {
        details: { option: name, got: String(value) },
      },
    );
  }
  const backend = await chooseBackend(program.language);
  if (typeof backend === "string") return { fault: { blame: "engine", reason: backend } };
  return backend.run(program, full);
}
