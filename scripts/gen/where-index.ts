import type { IndexEntry, PaperEntry, PaperPiece, WhereIndex } from "../../packages/cli/src/where/index-entry.ts";
import type { Card, NamedPiece } from "../cards/card.ts";
import type { Generator } from "./generator.ts";
import { plannedFor } from "./planned-for.ts";
import { readCards } from "./read-cards.ts";
import { makeResolver, type Resolve } from "./resolve-name.ts";

const PATH = "packages/cli/data/where.gen.json";

/** The index that `guerdon where` searches: one line for each entry and each paper. */
export const whereIndex: Generator = ({ entries }) => {
  const { entries: found, papers } = makeWhereIndex(entries, readCards());
  const lines = (members: readonly object[]): string => members.map((member) => JSON.stringify(member)).join(",\n");
  return [{ path: PATH, text: `{"entries":[\n${lines(found)}\n],"papers":[\n${lines(papers)}\n]}\n` }];
};

export function makeWhereIndex(entries: readonly IndexEntry[], cards: readonly Card[]): WhereIndex {
  const resolve = makeResolver(entries);
  return { entries, papers: cards.map((card) => paperOf(card, resolve)) };
}

function paperOf({ number, name, title, family, pieces }: Card, resolve: Resolve): PaperEntry {
  return { number, name, title, family, pieces: pieces.map((piece) => pieceOf(number, piece, resolve)) };
}

function pieceOf(card: string, piece: NamedPiece, resolve: Resolve): PaperPiece {
  const { kind, name } = piece;
  const resolved = resolve(card, piece);
  if (resolved === undefined) return { kind, name, state: piece.pure ? "missing" : `planned: ${plannedFor(piece)}` };
  const { entry, settings } = resolved;
  return { kind, name, here: entry.name, ...(settings === undefined ? {} : { settings }) };
}
