import type { Transform } from "@guerdon/core/piece";
import { flatLayout } from "@guerdon/core/signal";

/** A number, or a schedule piece without inputs that is asked at each update. */
export type Scheduled = number | Transform;

/** The number at a step. */
export function scheduledAt(scheduled: Scheduled, step: number): number {
  if (typeof scheduled === "number") return scheduled;
  return scheduled.apply([], flatLayout([]), { step }).values[0] as number;
}
