import type { Advantage, AnyFactory } from "../piece/index.ts";
import { type AdvantageCase, type AdvantageSubject, advantageCase, rewardsOf } from "./advantage-case.ts";
import { advantageValueLaws } from "./advantage-value-laws.ts";
import { baselineLaws } from "./baseline-laws.ts";
import { shown } from "./difference.ts";
import { drawFrom } from "./draw.ts";
import { breachOf, brokenLaw, type Law, type LawFor, type LawSettings } from "./law.ts";

/** The laws of advantages that apply to one piece. */
export function advantageLaws(factory: AnyFactory, settings: LawSettings): Law[] {
  const piece = factory(settings.options) as Advantage;
  const subject = { factory, piece };
  const laws: readonly LawFor<AdvantageSubject, AdvantageCase>[] = [...advantageValueLaws, ...baselineLaws];
  return laws
    .filter((law) => law.applies?.(subject) ?? true)
    .map((law) => ({
      name: law.name,
      check: () => {
        for (let n = 0; n < (settings.samples ?? 60); n++) {
          const sample = advantageCase(piece, settings, drawFrom(settings.seed ?? 1, `${factory.id} ${law.name} ${n}`));
          const breach = breachOf(() => law.breach(subject, sample));
          if (breach === undefined) continue;
          const rewards = rewardsOf(piece, sample.input).map(shown);
          const inputs = (sample.input.inputs ?? []).map(shown);
          throw brokenLaw(factory, law.name, breach, { rewards, inputs, groups: [...sample.layout.groupOf] });
        }
      },
    }));
}
