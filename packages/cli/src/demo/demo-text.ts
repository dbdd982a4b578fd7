import { meanOf } from "@guerdon/lab/statistics";
import type { Hack } from "./name-hack.ts";
import type { SampledAnswer } from "./sample-answers.ts";

const SHOWN = 5;

/** A few answers with what the reward made of them, and the means of all. */
export function answersText(answers: readonly SampledAnswer[]): string {
  const lines = answers.slice(0, SHOWN).map(({ question, text, total, terms }) => {
    const verdict = terms.correct === undefined ? "not scored" : terms.correct > 0 ? "right" : "wrong";
    return `  ${question.padEnd(8)} ${text.padEnd(16)} ${verdict.padEnd(10)} reward ${shown(total)}`;
  });
  const mean = (of: (answer: SampledAnswer) => number | undefined): string =>
    shown(meanOf(answers.map(of).filter((value) => value !== undefined)));
  lines.push(
    `  of ${answers.length}: ${mean(({ terms }) => ((terms.correct ?? 0) > 0 ? 1 : 0))} right, ${mean(({ text }) => text.length)} characters, reward ${mean(({ total }) => total)}`,
  );
  return lines.join("\n");
}

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

function shown(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(2);
}
