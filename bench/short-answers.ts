import { streamKey, uniformAt } from "@guerdon/core/random";

/** A short numeric answer to a short question, and what was expected. */
export interface ShortAnswer {
  readonly id: string;
  readonly group: string;
  readonly completion: string;
  readonly answer: string;
}

/** Made answers, four to a question: integers, decimals and fractions, about two thirds of them right. */
export function shortAnswers(count: number, seed = 1): readonly ShortAnswer[] {
  const key = streamKey(seed, "short-answers");
  return Array.from({ length: count }, (_, i) => {
    const group = Math.floor(i / 4);
    const gold = goldOf(key, group);
    const answer = uniformAt(key, 4 * count + i) < 2 / 3 ? gold : goldOf(key, group + count);
    const completion = `<think>${group % 97} and ${i % 89} give ${answer}</think><answer>${answer}</answer>`;
    return { id: `r${i}`, group: `g${group}`, completion, answer: gold };
  });
}

function goldOf(key: number, group: number): string {
  const value = Math.floor(uniformAt(key, group) * 100_000);
  if (group % 10 === 8) return (value / 100).toFixed(2);
  return group % 10 === 9 ? `${value % 90}/${1 + (value % 7)}` : String(value);
}
