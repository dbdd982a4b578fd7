import { meanOf } from "@guerdon/lab/statistics";
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

/** Two decimals, or a dash for what is missing. */
export function shown(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(2);
}
