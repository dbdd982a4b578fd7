import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Card } from "../cards/card.ts";
import { ROOT } from "./repository.ts";

/** The facts of all cards, by number. */
export function readCards(): readonly Card[] {
  return JSON.parse(readFileSync(join(ROOT, "docs", "papers", "cards.json"), "utf8")) as readonly Card[];
}
