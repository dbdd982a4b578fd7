import { beforeAll, describe, expect, it } from "vitest";
import { type WhereIndex, where } from "../packages/cli/src/where/index.ts";
import { nameKey } from "../packages/cli/src/where/name-key.ts";
import type { Card, NamedPiece } from "../scripts/cards/card.ts";
import { hasPage, pagePath } from "../scripts/gen/page-path.ts";
import { readCards } from "../scripts/gen/read-cards.ts";
import { readSources } from "../scripts/gen/read-sources.ts";
import { makeResolver, type Resolve } from "../scripts/gen/resolve-name.ts";
import { makeWhereIndex } from "../scripts/gen/where-index.ts";

/** The families whose arithmetic is all here. */
const FAMILIES: ReadonlySet<string> = new Set(["shaping", "multi-objective", "credit"]);
/** How far down a name may stand among the matches of its words. */
const FIRST = 3;
/** Reading every package with the compiler takes seconds. */
const READING_MS = 120_000;

const cards = readCards();
const named = cards
  .filter(({ family }) => FAMILIES.has(family))
  .flatMap((card) => card.pieces.filter(({ pure }) => pure).map((piece) => [card, piece] as const));
let index: WhereIndex;
let resolve: Resolve;

beforeAll(async () => {
  const { entries } = await readSources();
  index = makeWhereIndex(entries, cards);
  resolve = makeResolver(entries);
}, READING_MS);

describe("names of the papers", () => {
  it("knows all 225 cards, 52 of them in the three families", () => {
    expect(cards.map(({ number }) => Number(number))).toEqual(Array.from({ length: 225 }, (_, i) => i));
    expect(cards.filter(({ family }) => FAMILIES.has(family))).toHaveLength(52);
    expect(named.length).toBeGreaterThan(120);
  });

  it("has every piece of the three families that is arithmetic on signals", () => {
    const missing = named.filter(([{ number }, piece]) => resolve(number, piece) === undefined).map(shown);
    expect(missing).toEqual([]);
  });

  it("finds every such name by the command `where`, first or beside others that papers call the same", () => {
    const lost = named.flatMap(([card, piece]) => {
      const wanted = resolve(card.number, piece)?.entry;
      if (wanted === undefined) return [];
      const found = where(piece.name.split(/\s+/), index).flatMap((result) =>
        "entry" in result ? [result.entry] : [],
      );
      const place = found.findIndex(({ kind, name }) => kind === wanted.kind && name === wanted.name);
      const limit = isShared(piece) ? FIRST : 1;
      return place >= 0 && place < limit
        ? []
        : [`${shown([card, piece])}: ${wanted.kind} ${wanted.name} at ${place + 1}`];
    });
    expect(lost).toEqual([]);
  });

  it("gives each piece a page of its own", async () => {
    const paths = index.entries.filter(hasPage).map(pagePath);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
  });
});

function shown([{ number }, { kind, name }]: readonly [Card, NamedPiece]): string {
  return `${number} ${kind} ${name}`;
}

/** Whether more than one entry answers to a name. */
function isShared({ name }: NamedPiece): boolean {
  const key = nameKey(name);
  const answers = index.entries.filter((entry) =>
    [entry, ...entry.aliases].some((other) => nameKey(other.name) === key),
  );
  return answers.length > 1;
}
