import type { AnyFactory, Source } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { rows } from "./rows.ts";

/** Says in a title why a test is skipped. */
export const titled = (what: string): string =>
  withoutBrowser === undefined ? what : `${what} (skipped: ${withoutBrowser})`;

/** Tests of a source by its rows and its laws. */
export function checkRows(factory: AnyFactory, fields: { readonly [field: string]: readonly Json[] } = {}): void {
  const { gold, nearMisses } = rows[factory.id.slice("source/".length).replace(/@\d+$/u, "")]!;
  describe(factory.id, () => {
    it
      .skipIf(withoutBrowser !== undefined)
      .each([...gold, ...nearMisses].map((row) => [titled(row.title), row] as const))("row: %s", async (_, row) => {
      const columns = Object.fromEntries(Object.entries(row.fields).map(([field, value]) => [field, [value]]));
      const [[value, evidence] = []] = await scoreRows(factory(row.options as never) as Source, columns, BROWSER);
      expect(value, String(evidence)).toBeCloseTo(row.value as number, 9);
    });
    if (withoutBrowser !== undefined) return;
    const columns = { text: ["<h1>Hi\0\ud800</h1>", gold[0]!.fields.text!], ...fields };
    for (const law of lawsOf(factory, { columns, context: BROWSER })) it(law.name, law.check);
  });
}
