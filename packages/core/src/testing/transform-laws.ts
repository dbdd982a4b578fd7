import type { AnyFactory, Transform } from "../piece/index.ts";
import { adaptiveLaws } from "./adaptive-laws.ts";
import { apartLaws } from "./apart-laws.ts";
import { shown } from "./difference.ts";
import { drawFrom } from "./draw.ts";
import { breachOf, brokenLaw, type Law, type LawSettings } from "./law.ts";
import { missingLaws } from "./missing-laws.ts";
import { transformCase } from "./transform-case.ts";
import { trendLaw } from "./trend-law.ts";
import { valueLaws } from "./value-laws.ts";

/** The laws of combinators and shapers that apply to one piece. */
export function transformLaws(factory: AnyFactory, settings: LawSettings): Law[] {
  const piece = factory(settings.options) as Transform;
  const subject = { factory, piece };
  const laws = [...valueLaws, trendLaw, ...missingLaws, ...apartLaws, ...adaptiveLaws];
  return laws
    .filter((law) => law.applies?.(subject) ?? true)
    .map((law) => ({
      name: law.name,
      check: () => {
        for (let n = 0; n < (settings.samples ?? 60); n++) {
          const draw = drawFrom(settings.seed ?? 1, `${factory.id} ${law.name} ${n}`);
          const sample = transformCase(piece, settings, draw);
          const breach = breachOf(() => law.breach(subject, sample));
          if (breach === undefined) continue;
          const { inputs, layout, moment } = sample;
          const state = moment.state === undefined ? {} : { state: moment.state };
          const counterexample = {
            inputs: inputs.map(shown),
            groups: [...layout.groupOf],
            step: moment.step,
            ...state,
          };
          throw brokenLaw(factory, law.name, breach, counterexample);
        }
      },
    }));
}
