import type { Json } from "@guerdon/core/signal";
import type { PlainCall, WireReply } from "../adapter.ts";
import type { Entry, Experiment } from "./experiment.ts";

const MOST_ENTRIES = 65_536;

/** Entries of the newest version, from `base_index`, `batch_size` of them. */
export function batchOf(experiment: Experiment, query: PlainCall["query"]): WireReply {
  const [base, count] = [Number(query.base_index), Number(query.batch_size)];
  if (!Number.isSafeInteger(base) || base < 0) return refused(400, "base_index must be non-negative");
  if (!Number.isSafeInteger(count) || count <= 0) return refused(400, "batch_size must be positive");
  if (count > MOST_ENTRIES) return refused(400, `batch_size must be at most ${MOST_ENTRIES}`);
  const entries: Json[] = [];
  for (let i = base; i < base + count; i++) {
    const entry = experiment.entry(experiment.version, i);
    if (entry === undefined) return refused(400, `Entry ${i} is beyond the size ${experiment.size}`);
    entries.push({
      question: questionOf(entry),
      entry_id: `${experiment.version}.${i}`,
      metadata: metadataOf(entry, experiment),
    });
  }
  return { status: 200, body: { entries } };
}

function questionOf({ row: { prompt } }: Entry): string {
  const content = prompt.at(-1)?.content ?? "";
  return typeof content === "string" ? content : JSON.stringify(content);
}

function metadataOf({ row: { item }, set, sourceIndex }: Entry, { version }: Experiment): { [field: string]: Json } {
  const fields =
    typeof item === "object" && item !== null && !Array.isArray(item) ? (item as { [field: string]: Json }) : { item };
  return { ...fields, source_dataset: set.name, source_index: sourceIndex, version_id: version };
}

function refused(status: number, detail: string): WireReply {
  return { status, body: { detail } };
}
