import { canonicalJson } from "@guerdon/core/hash";
import type { RowValue, VerifierRow, VerifierRows } from "./verifier-rows.ts";

const LEAST_GOLD = 2;
const LEAST_NEAR = 3;

/**
 * What is wrong with the rows of a verifier as they stand, without running them: too few, the same row twice, a near
 * miss that no gold row has the options of, or one that is not lower (of a measurement: not another value).
 */
export function rowDefects({ gold, nearMisses, measured }: VerifierRows): readonly string[] {
  const defects: string[] = [];
  if (gold.length < LEAST_GOLD) defects.push(`Expected at least ${LEAST_GOLD} gold rows, got ${gold.length}.`);
  if (nearMisses.length < LEAST_NEAR)
    defects.push(`Expected at least ${LEAST_NEAR} near misses, got ${nearMisses.length}.`);
  const seen = new Map<string, string>();
  for (const row of [...gold, ...nearMisses]) {
    const key = canonicalJson([row.fields, row.options ?? {}, row.others ?? []]);
    const twin = seen.get(key);
    if (twin !== undefined) defects.push(`Expected different rows, got \`${row.title}\` twice: it is \`${twin}\`.`);
    seen.set(key, row.title);
  }
  for (const near of nearMisses) {
    const rivals = gold.filter((row) => optionsOf(row) === optionsOf(near));
    if (rivals.length === 0) defects.push(`Expected a gold row with the options of \`${near.title}\`, got none.`);
    const value = rowSum(near.value);
    for (const rival of rivals) {
      const least = rowSum(rival.value);
      if (measured === true ? value !== least : value < least) continue;
      const expected = measured === true ? `another value than ${least}` : `a value below ${least}`;
      defects.push(`Expected \`${near.title}\` to have ${expected} of \`${rival.title}\`, got ${value}.`);
    }
  }
  return defects;
}

function optionsOf({ options = {} }: VerifierRow): string {
  return canonicalJson(options);
}

function rowSum(value: RowValue): number {
  return typeof value === "number" ? value : value.reduce((sum, one) => sum + one, 0);
}
