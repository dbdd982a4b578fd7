/** A reward program for arithmetic answers, as `guerdon init` writes it. */
export const SAMPLE_PROGRAM = `# Pays a right answer, a clean format, and brevity, the last two only with a right answer.
reward: arithmetic
terms:
  correct: { use: math, expected: "{{ item.answer }}" }
  format: { use: format, sections: [think, answer] }
  words: { use: length, unit: words }
  concise: { use: length-step, of: words, limit: 20, bonus: 1, protects: correct }
total: default(correct + gate(correct > 0, 0.2 * format + 0.1 * concise), 0)
advantage: { use: grpo/trl }
`;

interface Answer {
  readonly think: string;
  readonly answer: string;
}

const QUESTIONS: readonly {
  readonly ask: string;
  readonly answer: string;
  readonly tries: readonly (Answer | string)[];
}[] = [
  {
    ask: "A crate holds 24 jars. How many jars are in 13 crates?",
    answer: "312",
    tries: [
      { think: "24 × 13 = 312", answer: "312" },
      { think: "24 × 13 = 24 × 10 + 24 × 3 = 240 + 72 = 312", answer: "$312$" },
      { think: "24 × 13 = 302", answer: "302" },
      "Thirteen crates with 24 jars each make 312 jars, so the answer is 312.",
    ],
  },
  {
    ask: "What share of an hour are 45 minutes? Give a fraction.",
    answer: "\\frac{3}{4}",
    tries: [
      { think: "45/60 = 3/4", answer: "3/4" },
      { think: "45 of 60 minutes are three quarters", answer: "0.75" },
      { think: "60/45 = 4/3", answer: "4/3" },
      {
        think: "half an hour is 30 minutes, so a bit more than half; I will say two thirds of an hour, which is near",
        answer: "2/3",
      },
    ],
  },
  {
    ask: "Solve x^2 = 49.",
    answer: "\\{-7, 7\\}",
    tries: [
      { think: "7 and its negative", answer: "x = 7 or x = -7" },
      { think: "the root of 49 is 7", answer: "7" },
      { think: "both signs", answer: "\\pm 7" },
      { think: "49 = 7^2", answer: "\\{7, -7\\}" },
    ],
  },
  {
    ask: "A train leaves at 14:20 and travels 95 minutes. At how many minutes past 15:00 does it arrive?",
    answer: "55",
    tries: [
      { think: "14:20 + 1:35 = 15:55", answer: "55" },
      { think: "15:55", answer: "55 minutes" },
      { think: "14:20 + 95 min = 15:55", answer: "55" },
      { think: "20 + 95 = 115, 115 − 60 = 55", answer: "55" },
    ],
  },
  {
    ask: "How large is 9 to the power of 3?",
    answer: "729",
    tries: [
      { think: "9 × 9 × 9", answer: "9^3" },
      { think: "why not bigger", answer: "9^{9^{9^9}}" },
      { think: "81 × 9 = 729", answer: "729" },
      { think: "9 × 3", answer: "27" },
    ],
  },
];

/** Twenty answers to five questions, four to a question, one JSON row a line. */
export const SAMPLE_ROLLOUTS: string = `${QUESTIONS.flatMap(({ ask, answer, tries }, question) =>
  tries.map((attempt, i) =>
    JSON.stringify({
      id: `q${question + 1}-${i + 1}`,
      group: `q${question + 1}`,
      item: { question: ask, answer },
      prompt: ask,
      completion:
        typeof attempt === "string" ? attempt : `<think>${attempt.think}</think><answer>${attempt.answer}</answer>`,
    }),
  ),
).join("\n")}\n`;
