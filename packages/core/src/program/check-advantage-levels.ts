import type { Expression } from "../expression/index.ts";
import { broadcasts, type Level } from "../signal/level.ts";
import type { Draft } from "./drafter.ts";
import type { Findings } from "./findings.ts";
import { inputPath, inputSpecAt } from "./input-path.ts";
import type { AdvantageChain } from "./program.ts";
import { requireLevel } from "./require-level.ts";

type Reading = readonly [path: readonly string[], expression: Expression];

/** Every expression that is read after the total is known, and where it stands. */
export function laterReadings(credit: Draft | undefined, advantage: AdvantageChain | undefined): readonly Reading[] {
  const readings: Reading[] = [];
  const body = credit?.body;
  if (credit?.when !== undefined) readings.push([["credit", "when"], credit.when]);
  if (body?.kind === "expression") readings.push([["credit"], body.expression]);
  if (body?.kind === "transform") {
    const { piece, inputs } = body;
    inputs.forEach((input, i) => {
      readings.push([["credit", ...inputPath(piece, i, inputs.length)], input]);
    });
  }
  return [...readings, ...advantageReadings(advantage)];
}

function advantageReadings(advantage: AdvantageChain | undefined): readonly Reading[] {
  const links = advantage?.links ?? [];
  return links.flatMap(({ piece, inputs }, i) =>
    inputs.map((input, k): Reading => {
      const own = inputPath({ inputs: piece.inputs ?? [] }, k, inputs.length);
      return [["advantage", ...(links.length > 1 ? [String(i)] : []), ...own], input];
    }),
  );
}

/** Reports inputs of advantages that are finer than where they are read, and advantages that would have to be reduced. */
export function checkAdvantageLevels(
  advantage: AdvantageChain,
  levels: ReadonlyMap<string, Level>,
  findings: Findings,
): void {
  advantage.links.forEach(({ piece, inputs, level }, i) => {
    const path = ["advantage", ...(advantage.links.length > 1 ? [String(i)] : [])];
    const before = advantage.links[i - 1]?.level;
    if (before !== undefined && !broadcasts(before, level)) {
      findings.error("GUERDON_LEVEL", { path }, tooFine("what comes before", piece.id, before, level));
    }
    inputs.forEach((input, k) => {
      const place = [...path, ...inputPath({ inputs: piece.inputs ?? [] }, k, inputs.length)];
      const read = inputSpecAt({ inputs: piece.inputs ?? [] }, k, inputs.length)?.level ?? level;
      const from = findings.attempt({ path: place }, () => requireLevel(input, levels));
      if (from !== undefined && !broadcasts(from, read)) {
        findings.error("GUERDON_LEVEL", { path: place }, tooFine(`\`${place.at(-1)}\``, piece.id, from, read));
      }
    });
  });
}

function tooFine(what: string, id: string, from: Level, read: Level): { reason: string; fix: string } {
  return {
    reason: `Expected ${what} of \`${id}\` to be one value a ${read}, got a value a ${from}.`,
    fix: "Reduce it with `mean(…)`, `sum(…)`, `min(…)` or `max(…)`.",
  };
}
