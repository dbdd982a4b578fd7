import { type RecipeResult, verdictOf } from "@guerdon/recipes";
import type { RecipeProgress } from "@guerdon/recipes/harness";
import type { Terminal } from "../progress/index.ts";

const REDRAW_MS = 200;
const CLEAR = "\r\u001b[2K";

/** Shows recipes while they run: one line that changes on a terminal, and a line for each that is over. */
export function watchRecipes(
  stream: Terminal,
  now: () => number,
): { onProgress(progress: RecipeProgress): void; onResult(result: RecipeResult): void; finish(): void } {
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (stream.isTTY === true) stream.write(CLEAR);
  };
  return {
    onProgress(progress) {
      if (stream.isTTY !== true || now() - drawn < REDRAW_MS) return;
      drawn = now();
      stream.write(`${CLEAR}${progressText(progress, (now() - started) / 1000).slice(0, (stream.columns ?? 80) - 1)}`);
    },
    onResult(result) {
      clear();
      stream.write(`${resultLine(result)}\n`);
    },
    finish: clear,
  };
}

/** `104  held  5 held  57.4 CPU s` */
function resultLine(result: RecipeResult): string {
  const claims = Object.values(result.studies).flatMap((study) => study.claims);
  const count = (verdict: string): number => claims.filter((claim) => claim.verdict === verdict).length;
  const counts = ["held", "negative", "unfalsifiable", "unmeasured"].flatMap((verdict) =>
    count(verdict) === 0 ? [] : [`${count(verdict)} ${verdict}`],
  );
  const over = result.seconds > result.budgetSeconds ? `, over its budget of ${result.budgetSeconds}` : "";
  return `${result.paper}  ${verdictOf(result).padEnd(13)}  ${counts.join(", ")}  ${result.seconds} CPU s${over}`;
}

function progressText({ paper, done, runs, share }: RecipeProgress, seconds: number): string {
  const left = share > 0.02 && share < 1 ? Math.ceil((seconds * (1 - share)) / share) : undefined;
  const time = left === undefined ? "" : ` · ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
  return `${paper} · ${done} of ${runs} runs · ${Math.floor(share * 100)} %${time}`;
}
