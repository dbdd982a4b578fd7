import type { Json, Rollout } from "@guerdon/core/signal";
import type { Included } from "../protocol/index.ts";
import type { ScoreReply } from "../service/reward-service.ts";
import { replyHead } from "./reply-head.ts";
import { coarsePlace, outcomeOrValues, valueOrValues, valuesOf } from "./values-of.ts";

/** An answer with an object for each rollout, in the order of the request. */
export function replyRows(reply: ScoreReply, rollouts: readonly Rollout[], include: ReadonlySet<Included>): Json {
  const rows = rollouts.map((rollout, i) => replyRow(reply, rollout, i, include));
  return { ...replyHead(reply), form: "rows", rollouts: rows };
}

/** What an answer says of one rollout. */
export function replyRow(
  reply: ScoreReply,
  { id, group }: Rollout,
  index: number,
  include: ReadonlySet<Included>,
): { readonly [field: string]: Json } {
  const { columns, places, batch } = reply;
  const { layout } = batch;
  const place = places[index] as number;
  const row: { [field: string]: unknown } = { id, group, total: outcomeOrValues(columns.total, layout, place) };
  if (include.has("terms")) row.terms = termsOf(reply, place);
  if (include.has("credit") && columns.credit) row.credit = valuesOf(columns.credit, layout, place);
  if (include.has("advantage") && columns.advantage) row.advantage = valueOrValues(columns.advantage, layout, place);
  if (include.has("evidence")) row.evidence = evidenceOf(reply, place);
  return row as { readonly [field: string]: Json };
}

function termsOf({ program, columns, batch: { layout } }: ScoreReply, place: number): object {
  const terms: { [name: string]: unknown } = {};
  for (const { name, implicit } of program.terms) {
    const signal = columns.terms.get(name);
    if (!implicit && signal !== undefined) terms[name] = outcomeOrValues(signal, layout, place);
  }
  return terms;
}

function evidenceOf({ columns, batch: { layout } }: ScoreReply, place: number): object {
  const evidence: { [name: string]: string } = {};
  for (const [name, signal] of columns.terms) {
    const text = signal.notes?.evidence.get(coarsePlace(signal, layout, place));
    if (text !== undefined && signal.level !== "step" && signal.level !== "token") evidence[name] = text;
  }
  return evidence;
}
