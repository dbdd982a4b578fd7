import type { Card } from "./card.ts";
import { parsePieces } from "./parse-pieces.ts";

export interface Family {
  readonly family: string;
  readonly name: string;
  readonly confidence: string;
}

/** Family, short name and confidence of each card, by its file name, from the list of families. */
export function parseFamilies(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>();
  let family = "";
  for (const line of text.split("\n")) {
    family = /^## (\S+)/.exec(line)?.[1] ?? family;
    const [file, name, , confidence] = line.startsWith("- ") ? line.slice(2).split(" · ") : [];
    if (file !== undefined && name !== undefined && confidence !== undefined) {
      families.set(file, { family, name: name.trim(), confidence: confidence.trim() });
    }
  }
  return families;
}

/** The facts of one card, and what could not be read of it. */
export function parseCard(
  file: string,
  text: string,
  { family, name, confidence }: Family,
): { readonly card: Card; readonly problems: readonly string[] } {
  const [, number = "", slug = ""] = /^(\d{3})-(.+)\.md$/.exec(file) ?? [];
  const heading = (text.split("\n")[0] as string).replace(/^# \d{3} · /, "");
  const facts = text.split("\n").find((line) => /^arXiv/i.test(line)) ?? "";
  const title = heading.includes(" — ") ? heading.slice(heading.indexOf(" — ") + 3).trim() : heading.trim();
  const section = /\n## Pieces[^\n]*\n([\s\S]*?)(?=\n## |$)/.exec(text)?.[1] ?? "";
  const { pieces, unread } = parsePieces(section);
  const arxiv = /arXiv:?\s*(\d{4}\.\d{4,5})/.exec(facts)?.[1] ?? null;
  const year = /·[^·]*?\b(19|20)(\d\d)\b/.exec(facts);
  const card: Card = {
    number,
    slug,
    name,
    title,
    arxiv,
    year: year === null ? null : Number(`${year[1]}${year[2]}`),
    family,
    confidence,
    pieces,
  };
  const problems = [
    ...unread.map((entry) => `no name in "${entry}"`),
    ...(arxiv === null ? ["no arXiv id"] : []),
    ...(year === null ? ["no year"] : []),
    ...(pieces.length === 0 ? ["no pieces"] : []),
  ];
  return { card, problems };
}
