import { didYouMean, RewardError } from "@guerdon/core/error";
import type { ObjectivePreset } from "@guerdon/core/objective";

/**
 * Settings of an objective, by its name in `use` and what is given beside it.
 *
 * @throws RewardError GUERDON_EXPERIMENT when nothing has the name, with the nearest
 */
export function objectiveOf<O extends object>(
  place: string,
  presets: readonly ObjectivePreset<O>[],
  json: { readonly use?: unknown; readonly [option: string]: unknown } | object,
): O {
  const { use, ...given } = json as { readonly use?: unknown };
  if (use === undefined) return given as O;
  const names = presets.map(({ name }) => name);
  const preset = presets.find(({ name }) => name === use);
  if (preset !== undefined) return { ...preset.options, ...given };
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`${place}.use\` to be one of ${names.join(", ")}, got ${JSON.stringify(use)}.`,
    { hint: didYouMean(String(use), names), details: { place, got: String(use) } },
  );
}
