import type { Signal } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";
import type { Experience } from "./experience.ts";
import { meanOverEpisodes } from "./mean-over-episodes.ts";
import type { ExperienceScores } from "./score-experience.ts";

/**
 * `term.NAME` for each term of a program: the mean over the episodes that ended, of steps the sum.
 *
 * Terms with a missing value, and those of groups or tokens, have none.
 */
export function termMeans(
  { terms, layout }: Pick<ExperienceScores, "terms" | "layout">,
  ends: Experience["ends"],
): Metrics {
  const isWhole = ({ level, present }: Signal): boolean =>
    (level === "step" || level === "rollout") && !present.includes(0);
  return Object.fromEntries(
    [...terms].flatMap(([name, { signal }]) =>
      isWhole(signal) ? [[`term.${name}`, meanOverEpisodes(ends, layout, signal)] as const] : [],
    ),
  );
}
