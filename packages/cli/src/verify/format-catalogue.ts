import type { Verifier } from "@guerdon/verify/catalogue";
import type { EngineState } from "./engine-state.ts";
import { fitted, textTable } from "./text-table.ts";

/** The catalogue as text: a line for each verifier and engine, then how to get the engines that are absent. */
export function formatCatalogue(verifiers: readonly Verifier[], states: ReadonlyMap<string, EngineState>): string {
  const rows = verifiers.flatMap(({ name, domain, engines }) =>
    engines.length === 0
      ? [[name, domain, "built in", "present"]]
      : engines.map((engine, i) => [
          i === 0 ? name : "",
          i === 0 ? domain : "",
          engine.name,
          states.get(engine.name)?.why === undefined ? "present" : "absent",
        ]),
  );
  const all = [...states.values()];
  const absent = all.filter(({ why }) => why !== undefined);
  const count = `${counted(verifiers.length, "verifier")}, ${counted(all.length, "engine")}`;
  const last =
    all.length === 0 ? `${count}.` : `${count}: ${all.length - absent.length} present, ${absent.length} absent.`;
  return [
    textTable([["verifier", "domain", "engine", ""], ...rows]),
    `\n${last}\n`,
    ...absent.map(({ name, why, install }) => `\n${fitted(`${name}: ${why}`)}\n  ${install}\n`),
  ].join("");
}

/** "1 verifier", "3 verifiers". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
