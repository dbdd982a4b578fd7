import type { Card } from "./card.ts";

/** Cards as JSON with one line for each name, so that changes can be read. */
export function formatCards(cards: readonly Card[]): string {
  return `[\n${cards.map(formatCard).join(",\n")}\n]\n`;
}

function formatCard({ pieces, ...facts }: Card): string {
  const head = JSON.stringify(facts).slice(0, -1);
  if (pieces.length === 0) return `  ${head},"pieces":[]}`;
  const lines = pieces.map((piece) => `    ${JSON.stringify(piece)}`);
  return `  ${head},"pieces":[\n${lines.join(",\n")}\n  ]}`;
}
