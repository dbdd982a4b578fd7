import { abstained, type Layout, type Outcome, outcomeAt, type Signal } from "@guerdon/core/signal";

/**
 * What a signal of any level says of one rollout: its own value, that of its group or batch, or the mean of its
 * steps or tokens that are present.
 */
export function outcomeOf(signal: Signal, layout: Layout, rollout: number): Outcome {
  if (signal.level === "rollout") return outcomeAt(signal, rollout);
  if (signal.level === "group") return outcomeAt(signal, layout.groupOf[rollout] as number);
  if (signal.level === "batch") return outcomeAt(signal, 0);
  const offsets = signal.level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  return meanOutcome(signal, offsets[rollout] as number, offsets[rollout + 1] as number);
}

function meanOutcome(signal: Signal, start: number, end: number): Outcome {
  let sum = 0;
  let count = 0;
  for (let i = start; i < end; i++) {
    if (signal.present[i] !== 1) continue;
    sum += signal.values[i] as number;
    count++;
  }
  if (count > 0) return { kind: "scored", value: sum / count };
  return start < end ? outcomeAt(signal, start) : abstained(`the rollout has no ${signal.level}s`);
}
