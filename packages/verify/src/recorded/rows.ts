import type { DomainRows } from "../catalogue/verifier-rows.ts";

const STORED = { level: "rollout", key: "judge.score" };
const TOKEN = { level: "token" };

export const rows: DomainRows = {
  recorded: {
    measured: true,
    gold: [
      {
        title: "the reward of each step",
        fields: { values: [{ reward: 0.5 }, { reward: -1 }, { reward: 2 }] },
        value: [0.5, -1, 2],
      },
      { title: "bare numbers", fields: { values: [1, 0.25] }, value: [1, 0.25] },
      {
        title: "a stored score by its path",
        fields: { values: { judge: { score: 0.75 } } },
        options: STORED,
        value: 0.75,
      },
      { title: "a number a token", fields: { values: [-0.5, -0.25] }, options: TOKEN, value: [-0.5, -0.25] },
    ],
    nearMisses: [
      {
        title: "one step's reward is another",
        fields: { values: [{ reward: 0.5 }, { reward: -1 }, { reward: 2.5 }] },
        value: [0.5, -1, 2.5],
      },
      {
        title: "another score beside it",
        fields: { values: { score: 0.75, judge: { score: 0.5 } } },
        options: STORED,
        value: 0.5,
      },
      { title: "another sign", fields: { values: [-0.5, 0.25] }, options: TOKEN, value: [-0.5, 0.25] },
    ],
  },
};
