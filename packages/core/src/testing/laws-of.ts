import { didYouMean, RewardError } from "../error/index.ts";
import { type AnyFactory, type Kind, TRANSFORM_KINDS } from "../piece/index.ts";
import { advantageLaws } from "./advantage-laws.ts";
import type { Law, LawSettings } from "./law.ts";
import { sourceLaws } from "./source-laws.ts";
import { transformLaws } from "./transform-laws.ts";

const LAWS_BY_KIND: { readonly [K in Kind]?: (factory: AnyFactory, settings: LawSettings) => Law[] } = {
  source: sourceLaws,
  advantage: advantageLaws,
  ...Object.fromEntries(TRANSFORM_KINDS.map((kind) => [kind, transformLaws])),
};

/**
 * The laws of a piece's kind that its facts make apply, as named checks for any test framework.
 *
 * Cases are drawn from a seed, so a counterexample comes back in every run. A check throws a
 * RewardError GUERDON_LAW whose `details.counterexample` holds the case; the checks of sources are
 * asynchronous.
 *
 * @throws RewardError GUERDON_LAW when a skip names no law, gives no reason, or the kind has no laws
 *
 * ```ts
 * for (const law of lawsOf(clip, { options: { min: 0 } })) it(law.name, law.check);
 * ```
 *
 * ```ts doctest
 * import { gate } from "@guerdon/core/combinator";
 * import { lawsOf } from "@guerdon/core/testing";
 * lawsOf(gate).map((law) => law.check()).every((result) => result === undefined) // => true
 * ```
 */
export function lawsOf(factory: AnyFactory, settings: LawSettings = {}): Law[] {
  const laws = LAWS_BY_KIND[factory.kind]?.(factory, settings);
  if (laws === undefined) {
    throw new RewardError("GUERDON_LAW", `Expected a piece of a kind that has laws, got \`${factory.id}\`.`, {
      details: { kind: factory.kind },
    });
  }
  const names = laws.map(({ name }) => name);
  const skipped = new Set<string>();
  for (const { law, reason } of settings.skip ?? []) {
    if (!names.includes(law)) {
      throw new RewardError("GUERDON_LAW", `Expected \`skip\` to name a law of \`${factory.id}\`, got "${law}".`, {
        hint: didYouMean(law, names) || `Its laws are: ${names.join("; ")}.`,
        details: { got: law, laws: names },
      });
    }
    if (reason.trim() === "") {
      throw new RewardError("GUERDON_LAW", `Expected \`skip\` to say why "${law}" does not hold, got no reason.`);
    }
    skipped.add(law);
  }
  return laws.filter(({ name }) => !skipped.has(name));
}
