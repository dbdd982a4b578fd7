import type { TermResult } from "@guerdon/core/engine";
import type { RewardError } from "@guerdon/core/error";
import { failed, type Missing, missingAt, type Rollout, rolloutOffsets, type Signal } from "@guerdon/core/signal";
import { coarsePlace, type Place } from "./rollout-value.ts";

/**
 * One output row in the making: JSON texts that only lack what the whole file decides.
 *
 * Kept as texts so that finishing a row is joining, not parsing.
 */
export interface RowText {
  readonly row: number;
  readonly id: string;
  readonly group: string;
  /** JSON number or `null`; empty while the total is still to come. */
  readonly total: string;
  readonly outcome: string;
  /** `"name":value` pairs. */
  readonly terms: string;
  readonly notes: string;
  readonly tokens: number;
  /** The line was no rollout: it has no place in the columns. */
  readonly unreadable: boolean;
}

/** The text of one scored rollout. */
export function scoredRow(
  row: number,
  rollout: Rollout,
  place: Place,
  terms: readonly (readonly [string, TermResult])[],
  total: Signal | undefined,
): RowText {
  const { index } = place;
  return {
    row,
    id: JSON.stringify(rollout.id),
    group: JSON.stringify(rollout.group),
    total: total === undefined ? "" : valueText(total, place),
    outcome: total === undefined ? "" : outcomeText(total, index),
    terms: terms.map(([name, { signal }]) => termText(name, signal, place)).join(","),
    notes: notesText(terms, place),
    tokens: tokenCount(rollout),
    unreadable: false,
  };
}

/** Tokens a rollout counts for; 0 without a token trace. */
export function tokenCount(rollout: Rollout): number {
  return rollout.tokens?.ids.length ?? 0;
}

/** The text of a line that could not be read as a rollout. */
export function unreadableRow(row: number, error: RewardError, terms: readonly string[]): RowText {
  const name = JSON.stringify(String(row));
  return {
    row,
    id: name,
    group: name,
    total: "null",
    outcome: JSON.stringify(failed("task", `${error.code}: ${error.message}`)),
    terms: terms.map((term) => `${JSON.stringify(term)}:null`).join(","),
    notes: "{}",
    tokens: 0,
    unreadable: true,
  };
}

/** The finished output line, without its line break. */
export function rowLine(text: RowText, advantage: string, credit?: string): string {
  const part = credit === undefined ? "" : `,"credit":${credit}`;
  return `{"id":${text.id},"group":${text.group},"total":${text.total},"outcome":${text.outcome},"terms":{${text.terms}}${part},"advantage":${advantage},"notes":${text.notes}}`;
}

/** `"name":value`. */
export function termText(name: string, signal: Signal, place: Place): string {
  return `${JSON.stringify(name)}:${valueText(signal, place)}`;
}

/** The value of a rollout as JSON: `null` where it is missing, a list of its steps or tokens at these levels. */
export function valueText(signal: Signal, place: Place): string {
  const { level } = signal;
  const { index, layout } = place;
  if (level === "step" || level === "token") {
    const offsets = rolloutOffsets(layout, level);
    const texts: string[] = [];
    for (let i = offsets[index] as number; i < (offsets[index + 1] as number); i++) texts.push(numberText(signal, i));
    return `[${texts.join(",")}]`;
  }
  return numberText(signal, coarsePlace(signal, place));
}

function numberText({ values, present }: Signal, i: number): string {
  return present[i] === 1 ? String((values[i] as number) + 0) : "null";
}

/** The outcome as JSON. */
export function outcomeText(signal: Signal, index: number): string {
  return signal.present[index] === 1 ? '{"kind":"scored"}' : JSON.stringify(missingAt(signal, index));
}

function notesText(terms: readonly (readonly [string, TermResult])[], place: Place): string {
  const evidence: Record<string, string> = {};
  const missing: Record<string, Missing> = {};
  const costUsd: Record<string, number> = {};
  for (const [name, { signal }] of terms) {
    const { notes } = signal;
    if (notes === undefined || signal.level === "step" || signal.level === "token") continue;
    const index = coarsePlace(signal, place);
    const why = notes.evidence.get(index);
    if (why !== undefined) evidence[name] = why;
    const reason = notes.missing.get(index);
    if (reason !== undefined) missing[name] = reason;
    const cost = notes.costUsd.get(index);
    if (cost !== undefined) costUsd[name] = cost;
  }
  const parts = Object.entries({ evidence, missing, costUsd }).filter(([, part]) => Object.keys(part).length > 0);
  return parts.length === 0 ? "{}" : JSON.stringify(Object.fromEntries(parts));
}
