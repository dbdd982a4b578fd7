import { RewardError } from "../error/index.ts";
import type { AnyFactory } from "../piece/index.ts";
import { type LawSettings, lawsOf } from "./index.ts";

/** Names of the laws that fail. */
export async function brokenLaws(factory: AnyFactory, settings: LawSettings = {}): Promise<string[]> {
  const broken: string[] = [];
  for (const law of lawsOf(factory, settings)) {
    try {
      await law.check();
    } catch (error) {
      if (!RewardError.is(error) || error.code !== "GUERDON_LAW") throw error;
      broken.push(law.name);
    }
  }
  return broken;
}
