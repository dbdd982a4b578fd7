import type { FieldColumns } from "@guerdon/core/piece";
import type { SignalBuilder } from "@guerdon/core/signal";
import { programText } from "../code/index.ts";

interface DesignRow {
  readonly row: number;
  readonly design: string;
  readonly reference: string;
}

/** The rows with a design and a reference; of the others it says what is missing. */
export function designRows(columns: FieldColumns, out: SignalBuilder, limitCharacters: number): readonly DesignRow[] {
  const rows: DesignRow[] = [];
  for (let row = 0; row < out.length; row++) {
    const [text, reference] = [columns.text?.[row] as string, columns.reference?.[row]];
    if (typeof reference !== "string" || reference.trim() === "") {
      out.fail(row, "task", "Expected `reference` to be a Verilog design, got none.");
    } else if (text.length > limitCharacters) {
      out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
    } else rows.push({ row, design: programText(text, "verilog"), reference });
  }
  return rows;
}
