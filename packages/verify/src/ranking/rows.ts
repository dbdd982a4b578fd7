import type { DomainRows } from "../catalogue/verifier-rows.ts";

const THREE = { a: 3, b: 2, c: 1 };
const KENDALL = { metric: "kendall" };
const RELEVANCE = [0, 1, 0, 1, 0];
const GRADED = { a: 3, b: 0, d: 1 };
const AT_TWO = { measure: "precision", cut: 2 };

export const rows: DomainRows = {
  "list-agreement": {
    gold: [
      {
        title: "the order on another scale",
        fields: { text: '{"a": 0.9, "b": 0.5, "c": 0.1}', expected: THREE },
        value: 1,
      },
      {
        title: "under a key, in a fence",
        fields: { text: '```json\n{"scores": {"c": 1, "a": 9, "b": 2}}\n```', expected: THREE },
        value: 1,
      },
      {
        title: "by rank correlation",
        fields: { text: '{"a": 3, "b": 2, "c": 1}', expected: THREE },
        options: KENDALL,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "two neighbours exchanged: 2 of 7 lost",
        fields: { text: '{"a": 3, "b": 1, "c": 2}', expected: THREE },
        value: 5 / 7,
      },
      {
        title: "two neighbours tied: 1 of 7 lost",
        fields: { text: '{"a": 3, "b": 1, "c": 1}', expected: THREE },
        value: 6 / 7,
      },
      { title: "one name without score", fields: { text: '{"a": 3, "b": 2}', expected: THREE }, value: 0 },
      {
        title: "two neighbours exchanged, by rank correlation",
        fields: { text: '{"a": 3, "b": 1, "c": 2}', expected: THREE },
        options: KENDALL,
        value: 1 / 3,
      },
      {
        title: "turned round",
        fields: { text: '{"a": 1, "b": 2, "c": 3}', expected: THREE },
        options: KENDALL,
        value: -1,
      },
    ],
  },
  "rank-gain": {
    gold: [
      {
        title: "both hits first",
        fields: { steps: [{ action: 1 }, { action: 3 }], relevance: RELEVANCE },
        value: [3, 3 / Math.log2(3)],
      },
      {
        title: "the hits in the other order, as text",
        fields: { steps: [{ action: "3" }, { action: "1" }], relevance: RELEVANCE },
        value: [3, 3 / Math.log2(3)],
      },
    ],
    nearMisses: [
      {
        title: "a miss first costs, and the hit comes second",
        fields: { steps: [{ action: 0 }, { action: 1 }], relevance: RELEVANCE },
        value: [-1, 3 / Math.log2(3)],
      },
      {
        title: "a miss after a hit is free",
        fields: { steps: [{ action: 1 }, { action: 2 }], relevance: RELEVANCE },
        value: [3, 0],
      },
      {
        title: "an item taken twice",
        fields: { steps: [{ action: 1 }, { action: 1 }], relevance: RELEVANCE },
        value: [3, -6],
      },
      {
        title: "numbered from 1",
        fields: { steps: [{ action: 2 }, { action: 4 }], relevance: RELEVANCE },
        value: [-1, -Math.log2(3)],
      },
    ],
  },
  retrieval: {
    gold: [
      {
        title: "relevant ones first, one that is not last",
        fields: { text: "1. a\n2. d\n3. b", relevance: GRADED },
        value: 1,
      },
      { title: "by scores", fields: { text: '{"b": 0.1, "d": 0.5, "a": 0.9}', relevance: GRADED }, value: 1 },
      {
        title: "both of two are relevant",
        fields: { text: '["a", "d", "b"]', relevance: ["a", "d"] },
        options: AT_TWO,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "the best ones exchanged",
        fields: { text: "d\na\nb", relevance: GRADED },
        value: (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)),
      },
      {
        title: "one that is not relevant between",
        fields: { text: "a\nb\nd", relevance: GRADED },
        value: (3 + 1 / 2) / (3 + 1 / Math.log2(3)),
      },
      { title: "in capitals", fields: { text: "A\nD\nB", relevance: GRADED }, value: 0 },
      {
        title: "one of two",
        fields: { text: '["a", "b", "d"]', relevance: ["a", "d"] },
        options: AT_TWO,
        value: 1 / 2,
      },
    ],
  },
};
