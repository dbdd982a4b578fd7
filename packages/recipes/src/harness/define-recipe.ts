import { RewardError } from "@guerdon/core/error";
import type { Recipe, RunArm, Settings, Study } from "./recipe.ts";

/** A part of settings: objects may leave keys out, all else is whole. */
type PartOf<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: PartOf<T[K]> } : T;

/** A study whose settings have a type. */
export interface StudySpec<S extends object> extends Omit<Study, "run" | "settings" | "arms" | "smoke"> {
  readonly run: RunArm<S>;
  readonly settings: NoInfer<S>;
  readonly arms: { readonly [arm: string]: PartOf<NoInfer<S>> };
  readonly smoke: PartOf<NoInfer<S>>;
}

/**
 * A study: what is run, with which settings, and what is claimed of it.
 *
 * @throws RewardError GUERDON_RECIPE when treatment, control, a swap or the plot names no arm, or settings are not JSON
 */
export function defineStudy<S extends object>(spec: StudySpec<S>): Study {
  const study = spec as unknown as Study;
  const { treatment, control, claims, plot, arms, settings, smoke } = study;
  const swaps = claims.flatMap(({ swap = {} }) => Object.entries(swap).flat());
  for (const arm of [treatment, control, ...swaps, ...(plot?.arms ?? [])]) requireArm(arm, arms);
  for (const [place, json] of Object.entries({ settings, arms, smoke })) requireJson(place, json as Settings);
  return study;
}

/**
 * A recipe: one paper with its studies.
 *
 * @throws RewardError GUERDON_RECIPE when its number, budget, claims or the metrics of a plot are not as they must be
 */
export function defineRecipe(recipe: Recipe): Recipe {
  const { paper, budgetSeconds, studies } = recipe;
  if (!/^\d{3}$/.test(paper)) throw wrong(paper, "`paper` to be three digits", `\`${paper}\``);
  if (!(budgetSeconds > 0)) throw wrong(paper, "`budgetSeconds` to be positive", String(budgetSeconds));
  const all = Object.values(studies);
  const claims = all.flatMap((study) => study.claims);
  if (!claims.some(({ central }) => central === true)) throw wrong(paper, "a claim to be `central`", "none");
  for (const [name, { seeds, metrics, plot }] of Object.entries(studies)) {
    if (!(Number.isInteger(seeds) && seeds > 0))
      throw wrong(paper, `\`seeds\` of ${name} to be at least 1`, `${seeds}`);
    if (plot !== undefined && !metrics.includes(plot.metric)) {
      throw wrong(paper, `the plot of ${name} to show one of ${metrics.join(", ")}`, plot.metric);
    }
  }
  return recipe;
}

function requireArm(arm: string, arms: Study["arms"]): void {
  if (Object.hasOwn(arms, arm)) return;
  throw new RewardError(
    "GUERDON_RECIPE",
    `Expected treatment, control, swaps and plots to name one of the arms ${Object.keys(arms).join(", ")}, got \`${arm}\`.`,
    { details: { got: arm } },
  );
}

function requireJson(place: string, json: Settings): void {
  const text = JSON.stringify(json, (_, value: unknown) =>
    typeof value === "function" || (typeof value === "number" && !Number.isFinite(value)) ? { not: "JSON" } : value,
  );
  if (text.includes('{"not":"JSON"}')) {
    throw new RewardError("GUERDON_RECIPE", `Expected \`${place}\` of a study to be JSON, got ${text.slice(0, 80)}.`, {
      hint: "Functions belong into `run`; numbers must be finite.",
    });
  }
}

function wrong(paper: string, expected: string, got: string): RewardError {
  return new RewardError("GUERDON_RECIPE", `Expected ${expected} in recipe ${paper}, got ${got}.`, {
    details: { paper, got },
  });
}
