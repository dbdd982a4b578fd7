import type { NamedPiece } from "./card.ts";
import { KIND_WORDS, PURE_KINDS, REASONS } from "./kind-words.ts";

export interface ParsedPieces {
  readonly pieces: readonly NamedPiece[];
  /** List entries in which no name was found. */
  readonly unread: readonly string[];
}

const TOKEN = /`[^`]+`|[\p{L}][\p{L}\p{N}-]*|\S/gu;
const SEPARATOR = /^[,/+|&]$|^and$|^or$/;
const STOP = /^[.;]$/;

/**
 * The names in the list of pieces of a card, with their kinds.
 *
 * An entry is either a kind and names in backticks (``shaper `clip`, `scale` {…}; audit `drift` ``) or a kind, a
 * middle dot and words (`shaper · length clip, other: …`). Names in the running text of an entry are references.
 */
export function parsePieces(section: string): ParsedPieces {
  const pieces = new Map<string, NamedPiece>();
  const unread: string[] = [];
  for (const entry of entriesOf(section)) {
    const found = entry.includes(" · ") ? wordNames(entry) : backtickNames(entry);
    if (found.length === 0) unread.push(entry.slice(0, 90));
    for (const [kind, name] of found) if (!pieces.has(name)) pieces.set(name, pieceOf(kind, name));
  }
  return { pieces: [...pieces.values()], unread };
}

export function pieceOf(kind: string, name: string): NamedPiece {
  if (PURE_KINDS.has(kind)) return { kind, name, pure: true };
  return { kind, name, pure: false, reason: REASONS[kind] ?? "not a function of signals" };
}

/** The list entries, each on one line. */
function entriesOf(section: string): readonly string[] {
  return section
    .replaceAll(/\n(?!- )\s*/g, " ")
    .split("\n")
    .filter((line) => line.startsWith("- "))
    .map((line) => line.slice(2));
}

type Found = readonly (readonly [kind: string, name: string])[];

function backtickNames(entry: string): Found {
  const found: [string, string][] = [];
  let kind: string | undefined;
  let phrase: string[] = [];
  let isOpen = true;
  for (const token of withoutGroups(entry).match(TOKEN) ?? []) {
    if (STOP.test(token)) [isOpen, phrase] = [true, []];
    else if (token === ":") isOpen = false;
    else if (SEPARATOR.test(token) && isOpen) phrase = token === "/" ? phrase : [];
    else if (!token.startsWith("`")) phrase.push(token);
    else if (isOpen) {
      const named = KIND_WORDS[phrase[0]?.toLowerCase() ?? ""];
      isOpen = phrase.length === 0 ? kind !== undefined : named !== undefined && phrase.length <= 4;
      if (isOpen && phrase.length > 0) kind = named;
      if (isOpen) found.push([kind as string, token.slice(1, -1)]);
      phrase = [];
    }
  }
  return found;
}

function wordNames(entry: string): Found {
  const found: [string, string][] = [];
  for (const sentence of withoutGroups(entry).split(/(?<=[.;])\s+/)) {
    const match = /^([\p{L}][^·:]*?)\s*·\s*([^:;.]+)/u.exec(sentence);
    const kind = KIND_WORDS[match?.[1]?.split(/[\s/]/)[0]?.toLowerCase() ?? ""];
    if (match === null || kind === undefined) continue;
    for (const name of (match[2] as string).split(/,| and /)) {
      const words = name.replaceAll("`", "").trim();
      if (words !== "") found.push([kind, words]);
    }
  }
  return found;
}

/** The text without what stands in brackets; brackets in backticks stay. */
function withoutGroups(text: string): string {
  let depth = 0;
  let isQuoted = false;
  let out = "";
  for (const letter of text) {
    if (letter === "`" && depth === 0) isQuoted = !isQuoted;
    if (!isQuoted && "({[".includes(letter)) depth++;
    if (depth === 0) out += letter;
    if (!isQuoted && ")}]".includes(letter)) depth = Math.max(0, depth - 1);
  }
  return out;
}
