import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { applyCorrections } from "./cards/apply-corrections.ts";
import type { Card } from "./cards/card.ts";
import { formatCards } from "./cards/format-cards.ts";
import { parseCard, parseFamilies } from "./cards/parse-card.ts";
import { ROOT } from "./gen/repository.ts";

/**
 * Reads the cards of the papers and writes their facts into `docs/papers/cards.json`.
 *
 * Usage: `tsx scripts/cards.ts [folder]`. What could not be read is printed, unless a correction covers it.
 */
const folder = resolve(ROOT, process.argv[2] ?? "../shared/papers");
const families = parseFamilies(readFileSync(join(folder, "FAMILIES.md"), "utf8"));
const cards: Card[] = [];
for (const file of readdirSync(folder).sort()) {
  const family = families.get(file);
  if (family === undefined) {
    if (file !== "FAMILIES.md") console.log(`${file}: no family`);
    continue;
  }
  const { card, problems } = parseCard(file, readFileSync(join(folder, file), "utf8"), family);
  const corrected = applyCorrections(card);
  cards.push(corrected.card);
  for (const problem of [...(corrected.covers ? [] : problems), ...corrected.problems])
    console.log(`${file}: ${problem}`);
}
writeFileSync(join(ROOT, "docs", "papers", "cards.json"), formatCards(cards));
console.log(`${cards.length} cards, ${cards.flatMap(({ pieces }) => pieces).length} names`);
