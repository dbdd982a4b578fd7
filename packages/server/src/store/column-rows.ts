import type { Level, Missing, Notes, Signal } from "@guerdon/core/signal";
import type { ScoreColumns } from "../service/reward-service.ts";

/** A signal as it is kept: one row of the table of scores, or one part of a message. */
export interface ColumnRow {
  readonly role: "total" | "term" | "credit" | "advantage";
  /** Name of the term; the role otherwise. */
  readonly name: string;
  readonly level: Level;
  readonly values: Uint8Array;
  /** None where every value is present. */
  readonly present: Uint8Array | null;
  /** JSON of the sparse notes. */
  readonly notes: string | null;
}

/** The columns of a batch as rows, terms in the program's order. */
export function columnsToRows({ total, terms, credit, advantage }: ScoreColumns): readonly ColumnRow[] {
  return [
    toRow("total", "total", total),
    ...[...terms].map(([name, signal]) => toRow("term", name, signal)),
    ...(credit === undefined ? [] : [toRow("credit", "credit", credit)]),
    ...(advantage === undefined ? [] : [toRow("advantage", "advantage", advantage)]),
  ];
}

/** Reads what `columnsToRows` wrote. */
export function rowsToColumns(rows: readonly ColumnRow[]): ScoreColumns {
  const only = (role: ColumnRow["role"]): Signal | undefined => {
    const row = rows.find((each) => each.role === role);
    return row && fromRow(row);
  };
  const [total, credit, advantage] = [only("total"), only("credit"), only("advantage")];
  if (total === undefined) throw new Error("A batch is kept with its total.");
  return {
    total,
    terms: new Map(rows.filter(({ role }) => role === "term").map((row) => [row.name, fromRow(row)])),
    ...(credit === undefined ? {} : { credit }),
    ...(advantage === undefined ? {} : { advantage }),
  };
}

function toRow(role: ColumnRow["role"], name: string, { level, values, present, notes }: Signal): ColumnRow {
  return {
    role,
    name,
    level,
    values: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    present: present.includes(0) ? present : null,
    notes: notes === undefined ? null : notesToText(notes),
  };
}

function fromRow({ level, values: bytes, present, notes }: ColumnRow): Signal {
  const values = new Float64Array(new Uint8Array(bytes).buffer);
  return {
    level,
    values,
    present: present === null ? new Uint8Array(values.length).fill(1) : new Uint8Array(present),
    ...(notes === null ? {} : { notes: notesFromText(notes) }),
  };
}

function notesToText({ missing, evidence, costUsd }: Notes): string {
  return JSON.stringify({ missing: [...missing], evidence: [...evidence], costUsd: [...costUsd] });
}

function notesFromText(text: string): Notes {
  const { missing, evidence, costUsd } = JSON.parse(text) as {
    missing: [number, Missing][];
    evidence: [number, string][];
    costUsd: [number, number][];
  };
  return { missing: new Map(missing), evidence: new Map(evidence), costUsd: new Map(costUsd) };
}
