import { RewardError } from "@guerdon/core/error";
import type { Context, FieldColumns, Source } from "@guerdon/core/piece";
import { flatLayout, SignalBuilder } from "@guerdon/core/signal";

/**
 * [R] values that a source gives to columns, for sources that answer at once and ask nobody.
 *
 * @throws RewardError GUERDON_RECIPE when a row has no value
 */
export function scoredBy(source: Source, columns: FieldColumns): Float64Array {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const out = new SignalBuilder("rollout", rows);
  source.score(columns, out, {} as Context, flatLayout(new Array<number>(rows).fill(1)));
  const { values, present } = out.build();
  const missing = present.indexOf(0);
  if (missing < 0) return values;
  throw new RewardError(
    "GUERDON_RECIPE",
    `Expected ${source.id} to score every row, got no value for row ${missing}.`,
    {
      hint: "Only sources that answer at once can score here, and rows must be sound.",
      details: { source: source.id, row: missing },
    },
  );
}
