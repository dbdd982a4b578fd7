import { shown } from "./answers-text.ts";
import type { Hack } from "./name-hack.ts";

/** What was hacked, how it is known, and what to do. */
export function hackText(reward: string, hack: Hack | undefined): string {
  if (hack === undefined) return `${reward}: no hack seen, right answers did not fall while the reward rose.`;
  const { point, reward: paid, gold, term, change, worth } = hack;
  return [
    `${reward} was hacked: from update ${point.peak + 1} on the reward rose from ${shown(paid[0])} to ${shown(paid[1])}, while the share`,
    `of right answers fell from ${shown(gold[0])} to ${shown(gold[1])}.`,
    `The hack: \`${term}\` went from ${shown(change[0])} to ${shown(change[1])}, which alone is worth ${shown(worth)} of reward. It is paid`,
    "whether the answer is right or wrong; concise-math pays it only with a right one.",
  ].join("\n");
}
