import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Card } from "../cards/card.ts";
import type { Resolve } from "./resolve-name.ts";

/** A paper that uses a piece, with the names it has for it. */
export interface PaperUse {
  readonly card: Card;
  readonly names: readonly { readonly name: string; readonly settings?: string }[];
}

/** The papers of each piece: those that name it, and those that its documentation cites. */
export function paperUses(
  entries: readonly IndexEntry[],
  cards: readonly Card[],
  resolve: Resolve,
): ReadonlyMap<string, readonly PaperUse[]> {
  const uses = new Map<string, PaperUse[]>();
  for (const card of cards) {
    const names = new Map<string, PaperUse["names"][number][]>();
    for (const piece of card.pieces) {
      const found = resolve(card.number, piece);
      if (found === undefined) continue;
      const key = useKey(found.entry.kind === "preset" ? pieceOf(found.entry, entries) : found.entry);
      const { settings } = found;
      names.set(key, [
        ...(names.get(key) ?? []),
        { name: piece.name, ...(settings === undefined ? {} : { settings }) },
      ]);
    }
    for (const entry of entries)
      if (cites(entry, card.number) && !names.has(useKey(entry))) names.set(useKey(entry), []);
    for (const [key, found] of names) uses.set(key, [...(uses.get(key) ?? []), { card, names: found }]);
  }
  return uses;
}

/** By what uses are found: entries of different kinds may share a name. */
export function useKey({ kind, name }: IndexEntry): string {
  return `${kind}/${name}`;
}

function pieceOf(preset: IndexEntry, entries: readonly IndexEntry[]): IndexEntry {
  return entries.find(({ use, name }) => use !== undefined && name === preset.aliases[0]?.name) ?? preset;
}

/** A citation starts with the number of a card, or names several: `104 §2`, `017 §3.1, 088 eq. 4`, `103, 091`. */
function cites({ papers }: IndexEntry, number: string): boolean {
  const pattern = new RegExp(`(?:^|[,;(] ?|\\band )${number}(?![\\d.])`);
  return papers.some((paper) => pattern.test(paper));
}
