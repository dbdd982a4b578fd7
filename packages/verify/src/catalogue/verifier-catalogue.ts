import type { AnyFactory, Need } from "@guerdon/core/piece";
import type { Domain } from "./domain.ts";
import { DOMAINS } from "./domains.gen.ts";
import type { Engine } from "./engine.ts";
import type { VerifierRows } from "./verifier-rows.ts";

/** A source with all that is known about it without running it. */
export interface Verifier {
  /** The word used in programs. */
  readonly name: string;
  readonly id: string;
  readonly summary: string;
  /** Subpath of the package it is exported from. */
  readonly domain: string;
  readonly factory: AnyFactory;
  /** What it needs with the options of its rows. */
  readonly needs: readonly Need[];
  /** Engines it executes with; none where it is TypeScript alone. */
  readonly engines: readonly Engine[];
  readonly rows: VerifierRows;
}

/**
 * All verifiers with their engines and rows, by domain and name. No engine is loaded.
 *
 * ```ts doctest
 * import { verifierCatalogue } from "@guerdon/verify/catalogue";
 * (await verifierCatalogue()).find(({ name }) => name === "literal")?.domain // => "text"
 * ```
 */
export async function verifierCatalogue(domains: readonly Domain[] = DOMAINS): Promise<readonly Verifier[]> {
  const engines = (await Promise.all(domains.map((domain) => domain.engines?.() ?? []))).flat();
  const verifiers = await Promise.all(
    domains.map(async (domain) => {
      const [sources = [], rows = {}] = await Promise.all([domain.sources?.(), domain.rows?.()]);
      return sources.map((factory): Verifier => {
        const { pieceName: name, id, summary } = factory;
        const own = rows[name] ?? NO_ROWS;
        const used = engines.filter((engine) => engine.verifiers.includes(name));
        return {
          name,
          id,
          summary,
          domain: domain.name,
          factory,
          needs: needsOf(factory, own),
          engines: used,
          rows: own,
        };
      });
    }),
  );
  return verifiers.flat().sort((a, b) => compare(a.domain, b.domain) || compare(a.name, b.name));
}

const NO_ROWS: VerifierRows = { gold: [], nearMisses: [] };

/** Needs depend on the options: what the source needs with those of any gold row. */
function needsOf(factory: AnyFactory, { gold }: VerifierRows): readonly Need[] {
  return [...new Set(gold.flatMap(({ options }) => factory(options).needs))];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
