import { type Json, missingAt } from "@guerdon/core/signal";
import type { Included } from "../protocol/index.ts";
import { publicMissing } from "../protocol/index.ts";
import type { ScoreReply } from "../service/reward-service.ts";
import { replyHead } from "./reply-head.ts";
import { coarsePlace, valueOrValues, valuesOf } from "./values-of.ts";

/** An answer with a list for each quantity, in the order of the request. */
export function replyColumns(reply: ScoreReply, include: ReadonlySet<Included>): Json {
  const { columns, places, batch, program } = reply;
  const { layout } = batch;
  const answer: { [field: string]: unknown } = {
    ...replyHead(reply),
    form: "columns",
    total: Array.from(places, (place) => valueOrValues(columns.total, layout, place)),
    missing: missingOf(reply),
  };
  if (include.has("terms")) {
    const named = program.terms.flatMap(({ name, implicit }) => {
      const signal = columns.terms.get(name);
      if (implicit || signal === undefined) return [];
      return [[name, Array.from(places, (place) => valueOrValues(signal, layout, place))] as const];
    });
    answer.terms = Object.fromEntries(named);
  }
  const { credit, advantage } = columns;
  if (include.has("credit") && credit) answer.credit = Array.from(places, (place) => valuesOf(credit, layout, place));
  if (include.has("advantage") && advantage) {
    answer.advantage = Array.from(places, (place) => valueOrValues(advantage, layout, place));
  }
  if (include.has("evidence")) answer.evidence = evidenceOf(reply);
  return answer as Json;
}

function missingOf({ columns: { total }, places }: ScoreReply): object {
  const missing: { [index: string]: object } = {};
  places.forEach((place, i) => {
    if (total.present[place] !== 1) missing[i] = publicMissing(missingAt(total, place));
  });
  return missing;
}

function evidenceOf({ columns, batch: { layout }, places }: ScoreReply): object {
  const evidence: { [term: string]: { [index: string]: string } } = {};
  for (const [name, signal] of columns.terms) {
    const notes = signal.notes?.evidence;
    if (notes === undefined || notes.size === 0 || signal.level === "step" || signal.level === "token") continue;
    const texts: { [index: string]: string } = {};
    places.forEach((place, i) => {
      const text = notes.get(coarsePlace(signal, layout, place));
      if (text !== undefined) texts[i] = text;
    });
    evidence[name] = texts;
  }
  return evidence;
}
