import type { DomainRows } from "../catalogue/verifier-rows.ts";
import { codeRows } from "./code-rows.ts";

const TESTS = ["assert clamp(5, 0, 3) == 3", "assert clamp(-1, 0, 3) == 0", "assert clamp(2, 0, 3) == 2"];
const CHECK = "def check(candidate):\n    xs = [1]\n    candidate(xs)\n    assert xs == [1, 2]";
const ALL = { pay: "all" };
const JAVASCRIPT = { language: "javascript" };
const JAVASCRIPT_TESTS = ['if (slug("A b") !== "a-b") throw new Error("spaces")'];
const DOUBLES = [
  { input: "2\n", output: "4" },
  { input: "-3\n", output: "-6\n" },
];

const python = (source: string): string => `Here it is.\n\n\`\`\`python\n${source}\n\`\`\``;

export const rows: DomainRows = {
  ...codeRows,
  "unit-tests": {
    gold: [
      {
        title: "passes each assert",
        fields: { text: python("def clamp(x, a, b):\n    return max(a, min(x, b))"), tests: TESTS },
        value: 1,
      },
      {
        title: "changes its argument as check(candidate) asks",
        fields: { text: "def grow(xs): xs.append(2)", tests: CHECK, entry: "grow" },
        value: 1,
      },
      {
        title: "passes each, paid for all",
        fields: { text: "def clamp(x, a, b): return sorted([x, a, b])[1]", tests: TESTS },
        options: ALL,
        value: 1,
      },
      {
        title: "JavaScript",
        fields: {
          text: "```js\nfunction slug(s) { return s.toLowerCase().replaceAll(' ', '-'); }\n```",
          tests: JAVASCRIPT_TESTS,
        },
        options: JAVASCRIPT,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "clamps one end only",
        fields: { text: python("def clamp(x, a, b):\n    return min(x, b)"), tests: TESTS },
        value: 2 / 3,
      },
      {
        title: "prints and returns nothing",
        fields: { text: python("def clamp(x, a, b):\n    print(max(a, min(x, b)))"), tests: TESTS },
        value: 0,
      },
      {
        title: "ends its process with success",
        fields: { text: "import os\ndef clamp(x, a, b): os._exit(0)", tests: TESTS },
        value: 0,
      },
      {
        title: "returns what equals everything",
        fields: {
          text: "class Any:\n    def __eq__(self, other): return True\ndef clamp(x, a, b): return Any()",
          tests: TESTS,
        },
        value: 0,
      },
      {
        title: "returns a new list",
        fields: { text: "def grow(xs): return xs + [2]", tests: CHECK, entry: "grow" },
        value: 0,
      },
      {
        title: "one of three fails, paid for all",
        fields: { text: "def clamp(x, a, b): return min(x, b)", tests: TESTS },
        options: ALL,
        value: 0,
      },
      {
        title: "JavaScript with the other case",
        fields: { text: "function slug(s) { return s.replaceAll(' ', '-'); }", tests: JAVASCRIPT_TESTS },
        options: JAVASCRIPT,
        value: 0,
      },
    ],
  },
  "stdin-stdout": {
    gold: [
      { title: "the expected outputs", fields: { text: python("print(int(input()) * 2)"), cases: DOUBLES }, value: 1 },
      {
        title: "blanks and blank lines at the end",
        fields: { text: "print(int(input()) * 2, '', end='\\n\\n')", cases: DOUBLES },
        value: 1,
      },
      {
        title: "each output, paid for all",
        fields: { text: "n = int(input()); print(n + n)", cases: DOUBLES },
        options: ALL,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "right for positive numbers",
        fields: { text: "print(abs(int(input())) * 2)", cases: DOUBLES },
        value: 1 / 2,
      },
      { title: "asks before it answers", fields: { text: "print(int(input('n? ')) * 2)", cases: DOUBLES }, value: 0 },
      {
        title: "a decimal point where a whole number is expected",
        fields: { text: "print(float(input()) * 2)", cases: DOUBLES },
        value: 0,
      },
      { title: "prints the example's answer", fields: { text: "print(4)", cases: DOUBLES }, value: 1 / 2 },
      {
        title: "one of two, paid for all",
        fields: { text: "print(abs(int(input())) * 2)", cases: DOUBLES },
        options: ALL,
        value: 0,
      },
    ],
  },
};
