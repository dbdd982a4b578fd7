import type { Json } from "@guerdon/core/signal";

/** One row of a verifier with what it must say. */
export interface VerifierRow {
  /** What the row shows, in a few words: "an answer in the other order". */
  readonly title: string;
  /** Values of the declared fields, as the templates would give them. */
  readonly fields: { readonly [field: string]: Json };
  readonly options?: { readonly [option: string]: Json };
  /** The score, to 1e-9. */
  readonly value: number;
}

/**
 * Rows that show a verifier at work: right ones and near misses, which look alike and must score lower.
 *
 * A near miss has the options of a gold row and a lower value than each gold row of the same options.
 */
export interface VerifierRows {
  readonly gold: readonly VerifierRow[];
  readonly nearMisses: readonly VerifierRow[];
}

/** The rows of a domain's sources, by the name of the source: `rows.ts` of its folder. */
export type DomainRows = { readonly [source: string]: VerifierRows };
