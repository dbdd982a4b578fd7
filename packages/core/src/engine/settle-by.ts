import type { Clock } from "../piece/context.ts";
import { failed } from "../signal/outcome.ts";
import type { SignalBuilder } from "../signal/signal.ts";

/**
 * Waits for a score to be finished, for at most `deadlineMs`. What then has no value is failed (engine,
 * retryable), as is everything not yet set when the score throws.
 */
export async function settleBy(
  score: () => void | Promise<void>,
  out: SignalBuilder,
  clock: Clock,
  deadlineMs: number | undefined,
): Promise<void> {
  try {
    const working = score();
    if (working === undefined) return;
    if (deadlineMs === undefined) await working;
    else if (!(await inTime(working, clock, deadlineMs))) {
      failRest(out, `The term did not finish in ${Math.round(deadlineMs)} ms.`);
    }
  } catch (error) {
    failRest(out, `The term threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function inTime(working: Promise<void>, clock: Clock, deadlineMs: number): Promise<boolean> {
  let callOff = (): void => {};
  const late = new Promise<boolean>((resolve) => {
    callOff = clock.after(deadlineMs, () => resolve(false));
  });
  try {
    return await Promise.race([working.then(() => true), late]);
  } finally {
    callOff();
    working.catch(() => undefined);
  }
}

function failRest(out: SignalBuilder, reason: string): void {
  for (let i = 0; i < out.length; i++) if (!out.isSet(i)) out.miss(i, failed("engine", reason, true));
}
