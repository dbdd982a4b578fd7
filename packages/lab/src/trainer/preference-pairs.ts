import { groupOffsets } from "@guerdon/core/signal";
import { gatherRollouts, type Written } from "./gather-written.ts";
import type { CompletionScores } from "./score-completions.ts";

/** Pairs of completions to learn from. */
export interface PreferencePairs {
  /** Chosen and rejected of each prompt, one after the other. */
  readonly written: Written;
  /** 1 for pairs that differ. */
  readonly weights: Float64Array;
}

/** The best and the worst completion of each prompt; the first of equals. */
export function preferencePairs({ total, layout }: CompletionScores, written: Written): PreferencePairs {
  const offsets = groupOffsets(layout);
  const rows: number[] = [];
  const weights = new Float64Array(offsets.length - 1);
  for (let g = 0; g < weights.length; g++) {
    let [best, worst] = [offsets[g] as number, offsets[g] as number];
    for (let r = best; r < (offsets[g + 1] as number); r++) {
      if (total.present[r] !== 1) continue;
      const value = total.values[r] as number;
      if (total.present[best] !== 1 || value > (total.values[best] as number)) best = r;
      if (total.present[worst] !== 1 || value < (total.values[worst] as number)) worst = r;
    }
    weights[g] = (total.values[best] as number) > (total.values[worst] as number) ? 1 : 0;
    rows.push(best, worst);
  }
  return { written: gatherRollouts(written, rows), weights };
}
