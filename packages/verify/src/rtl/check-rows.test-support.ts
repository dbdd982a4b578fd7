import type { AnyFactory, FieldColumns, Source } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { rowDefects } from "../catalogue/row-defects.ts";
import type { DomainRows, VerifierRow } from "../catalogue/verifier-rows.ts";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";

interface Checks {
  readonly rows: DomainRows;
  /** For the laws. */
  readonly columns: FieldColumns;
  /** Why the source cannot be run here. */
  readonly absent?: string | undefined;
}

/** Tests of a source by its rows, which are scored together, and by its laws. */
export function checkRows(factory: AnyFactory, { rows, columns, absent }: Checks): void {
  const own = rows[factory.pieceName] ?? { gold: [], nearMisses: [] };
  const batches = new Map<string, VerifierRow[]>();
  for (const row of [...own.gold, ...own.nearMisses]) {
    const options = JSON.stringify(row.options ?? {});
    batches.set(options, [...(batches.get(options) ?? []), row]);
  }
  describe.skipIf(absent !== undefined)(
    absent === undefined ? factory.id : `${factory.id} (skipped: ${absent})`,
    () => {
      it("has rows as they are to be", () => expect(rowDefects(own)).toEqual([]));

      it.each([...batches])("scores its rows with %s", async (options, batch) => {
        const fields = new Set(batch.flatMap((row) => Object.keys(row.fields)));
        const given = Object.fromEntries([...fields].map((field) => [field, batch.map((row) => row.fields[field])]));
        const scored = await scoreRows(factory(JSON.parse(options)) as Source, given as FieldColumns, AWAITING);
        batch.forEach(({ title, value }, i) => {
          expect(scored[i]?.[0], `${title}: ${scored[i]?.join(" ")}`).toBeCloseTo(value as number, 9);
        });
      });

      if (absent === undefined) {
        for (const law of lawsOf(factory, { columns, context: AWAITING })) it(law.name, law.check);
      }
    },
  );
}
