import { readFileSync } from "node:fs";
import type { Card, NamedPiece } from "./card.ts";
import { pieceOf } from "./parse-pieces.ts";

/** What was put right by hand after reading a card. */
interface Correction {
  /** Everything in the list was read by hand: entries without a name are known. */
  readonly read?: true;
  readonly drop?: readonly string[];
  readonly add?: readonly (Partial<NamedPiece> & Pick<NamedPiece, "kind" | "name">)[];
  readonly set?: { readonly [name: string]: Partial<NamedPiece> };
}

const CORRECTIONS = JSON.parse(readFileSync(new URL("./corrections.json", import.meta.url), "utf8")) as {
  readonly [number: string]: Correction;
};

/** The card as corrected by hand; a correction that finds nothing to correct is a problem. */
export function applyCorrections(card: Card): {
  readonly card: Card;
  readonly covers: boolean;
  readonly problems: readonly string[];
} {
  const { read = false, drop = [], add = [], set = {} } = CORRECTIONS[card.number] ?? {};
  const names = new Set(card.pieces.map(({ name }) => name));
  const idle = [...drop, ...Object.keys(set)].filter((name) => !names.has(name));
  const kept = card.pieces.filter(({ name }) => !drop.includes(name)).map((piece) => corrected(piece, set[piece.name]));
  const added = add.map((piece) => corrected(pieceOf(piece.kind, piece.name), piece));
  const twice = added.filter(({ name }) => kept.some((piece) => piece.name === name)).map(({ name }) => name);
  return {
    card: { ...card, pieces: [...kept, ...added] },
    covers: read,
    problems: [...idle.map((name) => `no \`${name}\` to correct`), ...twice.map((name) => `\`${name}\` is there`)],
  };
}

function corrected(piece: NamedPiece, change: Partial<NamedPiece> = {}): NamedPiece {
  const kind = change.kind ?? piece.kind;
  const name = change.name ?? piece.name;
  const pure = change.pure ?? (change.kind === undefined ? piece.pure : pieceOf(kind, name).pure);
  const where = change.where ?? piece.where;
  const reason = change.reason ?? piece.reason ?? pieceOf(kind, name).reason ?? "needs more than signals";
  return { kind, name, pure, ...(pure ? {} : { reason }), ...(where === undefined ? {} : { where }) };
}
