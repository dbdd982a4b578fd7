import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import { nameKey } from "../../packages/cli/src/where/name-key.ts";
import type { NamedPiece } from "../cards/card.ts";

/** What a name of a card is here. */
export interface Resolution {
  readonly entry: IndexEntry;
  /** Settings, or the expression, that make the entry what the card means. */
  readonly settings?: string;
}

interface Candidate extends Resolution {
  readonly card?: string;
  /** Found by a tag that names it, not by its own name. */
  readonly isAlias: boolean;
  /** A function of that name, which is no arithmetic on signals: an environment, a search, a measurement. */
  readonly isPlain?: boolean;
}

/** Finds what the names of cards are here. */
export type Resolve = (card: string, piece: Pick<NamedPiece, "kind" | "name" | "pure">) => Resolution | undefined;

/** Kinds of exports that are no pieces of a reward: arithmetic on signals is found among them by alias alone. */
const PLAIN = new Set(["function", "class", "constant", "type"]);

/**
 * Makes the resolver of names over an index.
 *
 * A name is that of a piece, preset, function with a kind, or function of expressions, or one of their aliases,
 * whatever its case and hyphens. An alias with the card's number goes first, then the kind that the card names, then
 * own names before aliases. What is no arithmetic on signals is found by alias, under its own kind, or as a function of
 * that name.
 */
export function makeResolver(entries: readonly IndexEntry[]): Resolve {
  const table = candidatesOf(entries);
  const kinds = new Map(entries.map((entry) => [entry.name, entry.kind]));
  const kindOf = ({ kind, aliases }: IndexEntry): string =>
    kind === "preset" ? (kinds.get(aliases[0]?.name ?? "") ?? kind) : kind;
  return (card, { kind, name, pure }) => {
    const fitting = (table.get(nameKey(name)) ?? []).filter(
      (candidate) =>
        (candidate.card === undefined || candidate.card === card) &&
        (pure
          ? candidate.isPlain !== true
          : candidate.isPlain || candidate.isAlias || kindOf(candidate.entry) === kind),
    );
    const rank = (candidate: Candidate): number =>
      (candidate.card === undefined ? 4 : 0) + (kindOf(candidate.entry) === kind ? 0 : 2) + (candidate.isAlias ? 1 : 0);
    const best = fitting.reduce<Candidate | undefined>(
      (least, candidate) => (least === undefined || rank(candidate) < rank(least) ? candidate : least),
      undefined,
    );
    if (best === undefined) return undefined;
    return { entry: best.entry, ...(best.settings === undefined ? {} : { settings: best.settings }) };
  };
}

function candidatesOf(entries: readonly IndexEntry[]): ReadonlyMap<string, readonly Candidate[]> {
  const table = new Map<string, Candidate[]>();
  const put = (name: string, candidate: Candidate): void => {
    const key = nameKey(name);
    table.set(key, [...(table.get(key) ?? []), candidate]);
  };
  for (const entry of entries) {
    if (!PLAIN.has(entry.kind)) put(entry.name, { entry, isAlias: false });
    else if (entry.kind === "function") put(entry.name, { entry, isAlias: true, isPlain: true });
    if (entry.kind === "preset") continue;
    for (const { name, card, settings } of entry.aliases) {
      const isOwn = name === exportName(entry) && settings === undefined;
      put(name, {
        entry,
        isAlias: !isOwn,
        ...(card === undefined ? {} : { card }),
        ...(settings === undefined ? {} : { settings }),
      });
    }
  }
  return table;
}

function exportName({ import: statement }: IndexEntry): string | undefined {
  return /\{ (?:type )?(\w+) \}/.exec(statement ?? "")?.[1];
}
