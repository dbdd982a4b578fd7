import { checkVerifier, type Verifier, type VerifierCheck, verifierCatalogue } from "@guerdon/verify/catalogue";
import { processPool } from "@guerdon/verify/pool";
import { backends } from "@guerdon/verify/sandbox";
import { systemClock } from "../system-clock.ts";
import {
  checkSummary,
  type EngineState,
  engineStates,
  formatCatalogue,
  formatCheck,
  matchVerifiers,
  nearNames,
  pickVerifiers,
} from "../verify/index.ts";

interface ListOptions {
  readonly json?: boolean;
}

interface CheckOptions extends ListOptions {
  readonly pool: number;
  readonly deadlineMs: number;
}

/** `guerdon verify list [WORDS]`: each verifier with its engines; exit code 1 when no verifier matches. */
export async function verifyList(words: readonly string[], options: ListOptions): Promise<number> {
  const all = await verifierCatalogue();
  const verifiers = matchVerifiers(all, words);
  const states = await engineStates(verifiers);
  await closeBackends();
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(verifiers.map((verifier) => listed(verifier, states)))}\n`);
  } else if (verifiers.length === 0) {
    const near = words.length === 1 ? nearNames(words[0] as string, all) : "";
    process.stdout.write(`${`No verifier matches \`${words.join(" ")}\`. ${near}`.trim()}\n`);
  } else process.stdout.write(formatCatalogue(verifiers, states));
  return verifiers.length === 0 ? 1 : 0;
}

/** `guerdon verify check [NAME…]`: runs the rows of each verifier here; exit code 1 when one fails. */
export async function verifyCheck(names: readonly string[], options: CheckOptions): Promise<number> {
  const verifiers = pickVerifiers(await verifierCatalogue(), names);
  const pool = processPool({ size: options.pool, deadlineMs: options.deadlineMs });
  const width = Math.max(...verifiers.map(({ name }) => name.length));
  const checks: VerifierCheck[] = [];
  try {
    for (const verifier of verifiers) {
      const check = await checkVerifier(verifier, { clock: systemClock, pool });
      checks.push(check);
      if (options.json !== true) process.stdout.write(formatCheck(check, width));
    }
  } finally {
    await pool.close();
    await closeBackends();
  }
  process.stdout.write(options.json === true ? `${JSON.stringify(checks)}\n` : `\n${checkSummary(checks)}`);
  return checks.some(({ verdict }) => verdict === "failed") ? 1 : 0;
}

function listed(
  { name, id, domain, summary, needs, engines, rows }: Verifier,
  states: ReadonlyMap<string, EngineState>,
): object {
  return {
    name,
    id,
    domain,
    summary,
    needs,
    engines: engines.map((engine) => {
      const { why, install } = states.get(engine.name) as EngineState;
      return { name: engine.name, present: why === undefined, ...(why === undefined ? {} : { why }), install };
    }),
    rows: { gold: rows.gold.length, nearMisses: rows.nearMisses.length },
  };
}

async function closeBackends(): Promise<void> {
  for (const backend of backends) await backend.close();
}
