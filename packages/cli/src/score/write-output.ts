import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import type { Place } from "./rollout-value.ts";
import { outcomeText, type RowText, rowLine, termText, valueText } from "./row-text.ts";
import type { FileScores } from "./score-file.ts";
import { readSpool } from "./spool.ts";

/** Writes OUT from its spool, whole or not at all: rows in input order, each with its advantage. */
export async function writeOutput(out: string, shown: readonly string[], scores: FileScores): Promise<void> {
  const place = placesOf(scores.order);
  const unfinished = `${out}.writing`;
  const stream = createWriteStream(unfinished);
  let index = 0;
  for await (const rows of readSpool(out)) {
    let lines = "";
    for (const row of rows) {
      const at = row.unreadable ? -1 : place(index++);
      lines += `${at < 0 ? rowLine(row, "0") : finishedLine(row, { index: at, layout: scores.layout }, shown, scores)}\n`;
    }
    if (!stream.write(lines)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
  await rename(unfinished, out);
}

/** Where the i-th readable row stands in the columns. */
function placesOf(order: Int32Array | undefined): (index: number) => number {
  if (order === undefined) return (index) => index;
  const places = new Int32Array(order.length);
  order.forEach((r, i) => {
    places[r] = i;
  });
  return (index) => places[index] as number;
}

function finishedLine(row: RowText, place: Place, shown: readonly string[], scores: FileScores): string {
  const credit = scores.credit === undefined ? undefined : valueText(scores.credit, place);
  return rowLine(completed(row, place, shown, scores), valueText(scores.advantages, place), credit);
}

function completed(row: RowText, place: Place, shown: readonly string[], { total, gathered }: FileScores): RowText {
  if (row.total !== "" && gathered.size === 0) return row;
  const late = shown.flatMap((name) => {
    const result = gathered.get(name);
    return result === undefined ? [] : [termText(name, result.signal, place)];
  });
  const terms = [row.terms, ...late].filter((text) => text !== "").join(",");
  return { ...row, terms, total: valueText(total, place), outcome: outcomeText(total, place.index) };
}
