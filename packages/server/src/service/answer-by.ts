import { RewardError } from "@guerdon/core/error";
import type { Clock } from "@guerdon/core/piece";

/**
 * An answer, or an error when its time is over. The work itself goes on, so that a retry finds it done.
 *
 * @throws RewardError GUERDON_DEADLINE
 */
export function answerBy<T>(work: Promise<T>, clock: Clock, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(deadlineMs, () => reject(late(deadlineMs)));
    work.then(
      (answer) => {
        callOff();
        resolve(answer);
      },
      (error) => {
        callOff();
        reject(error);
      },
    );
  });
}

function late(deadlineMs: number): RewardError {
  return new RewardError("GUERDON_DEADLINE", `Expected an answer within ${Math.round(deadlineMs)} ms, got none yet.`, {
    hint: "Ask again with the same body or key: what was being scored goes on.",
    details: { retryAfterSeconds: 1 },
  });
}
