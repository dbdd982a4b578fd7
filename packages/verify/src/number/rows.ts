import type { DomainRows } from "../catalogue/verifier-rows.ts";

const CENT = { absolute: 0.01, relative: 0 };
const BY_KEY = { from: "json", key: "total" };

export const rows: DomainRows = {
  number: {
    gold: [
      {
        title: "after a marker, with a thousands sign",
        fields: { text: "6 + 4 …\n#### 1,250", expected: 1250 },
        value: 1,
      },
      {
        title: "the gold is a worked solution",
        fields: { text: "The answer is 18.", expected: "9 * 2 = 18 #### 18" },
        value: 1,
      },
      { title: "the same number in another form", fields: { text: "Answer: 2.50", expected: 2.5 }, value: 1 },
      {
        title: "on the edge of the tolerance",
        fields: { text: "Answer: 3.15", expected: 3.14 },
        options: CENT,
        value: 1,
      },
      {
        title: "in a field of JSON",
        fields: { text: '{"items": 3, "total": 12}', expected: 12 },
        options: BY_KEY,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one digit off", fields: { text: "6 + 4 …\n#### 1,251", expected: 1250 }, value: 0 },
      { title: "the other sign", fields: { text: "The answer is -18.", expected: 18 }, value: 0 },
      {
        title: "the right number on the way only",
        fields: { text: "9 * 2 = 18, so the answer is 20.", expected: 18 },
        value: 0,
      },
      { title: "one ten-millionth off", fields: { text: "Answer: 2.50000025", expected: 2.5 }, value: 0 },
      { title: "beyond the tolerance", fields: { text: "Answer: 3.151", expected: 3.14 }, options: CENT, value: 0 },
      {
        title: "in another field",
        fields: { text: '{"items": 12, "total": 3}', expected: 12 },
        options: BY_KEY,
        value: 0,
      },
    ],
  },
};
