import type { DomainRows } from "../catalogue/verifier-rows.ts";

const THINK_ANSWER = { sections: ["think", "answer"] };
const SHARE = { sections: ["think", "answer"], value: "fraction" };
const SEARCH = {
  tags: [
    { name: "think", max: 3 },
    { name: "search", min: 0, max: 2, followedBy: "result" },
    { name: "result", min: 0, max: 2 },
    { name: "answer" },
  ],
};
const BY_TAG = { tags: [{ name: "think" }, { name: "answer" }], value: "share", min: -1, max: 0 };

export const rows: DomainRows = {
  format: {
    gold: [
      {
        title: "both sections in order",
        fields: { text: "<think>a</think>\n<answer>b</answer>" },
        options: THINK_ANSWER,
        value: 1,
      },
      {
        title: "other tags inside",
        fields: { text: "<think><b>a</b></think><answer>b</answer>" },
        options: THINK_ANSWER,
        value: 1,
      },
      {
        title: "both, paid by parts",
        fields: { text: "<think>a</think><answer>b</answer>" },
        options: SHARE,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "a section is not closed",
        fields: { text: "<think>a<answer>b</answer>" },
        options: THINK_ANSWER,
        value: 0,
      },
      {
        title: "the other order",
        fields: { text: "<answer>b</answer><think>a</think>" },
        options: THINK_ANSWER,
        value: 0,
      },
      {
        title: "a blank answer",
        fields: { text: "<think>a</think><answer> </answer>" },
        options: THINK_ANSWER,
        value: 0,
      },
      {
        title: "a word between",
        fields: { text: "<think>a</think>so<answer>b</answer>" },
        options: THINK_ANSWER,
        value: 0,
      },
      {
        title: "a tag quoted in the thoughts",
        fields: { text: "<think>an <answer> tag</think><answer>b</answer>" },
        options: THINK_ANSWER,
        value: 0,
      },
      {
        title: "the first of three parts is right",
        fields: { text: "<think>a</think><answer>b" },
        options: SHARE,
        value: 1 / 3,
      },
    ],
  },
  "tag-structure": {
    gold: [
      {
        title: "a search with its result between thoughts",
        fields: { text: "<think>a</think><search>q</search>\n<result>r</result><think>b</think>so <answer>c</answer>" },
        options: SEARCH,
        value: 1,
      },
      { title: "no search", fields: { text: "<think>a</think><answer>c</answer>" }, options: SEARCH, value: 1 },
      { title: "nothing to punish", fields: { text: "<think>a</think><answer>c</answer>" }, options: BY_TAG, value: 0 },
    ],
    nearMisses: [
      {
        title: "a word between search and result",
        fields: { text: "<think>a</think><search>q</search>then<result>r</result><answer>c</answer>" },
        options: SEARCH,
        value: 0,
      },
      {
        title: "two answers",
        fields: { text: "<think>a</think><answer>c</answer><answer>d</answer>" },
        options: SEARCH,
        value: 0,
      },
      {
        title: "an answer inside the thoughts",
        fields: { text: "<think>a<answer>c</answer></think>" },
        options: SEARCH,
        value: 0,
      },
      {
        title: "one of two tags is empty",
        fields: { text: "<think> </think><answer>c</answer>" },
        options: BY_TAG,
        value: -0.5,
      },
      {
        title: "no answer: nothing is paid for the thoughts",
        fields: { text: "<think>a</think>c" },
        options: BY_TAG,
        value: -1,
      },
    ],
  },
};
