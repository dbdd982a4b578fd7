import type { Json } from "@guerdon/core/signal";
import type { DomainRows } from "../catalogue/verifier-rows.ts";
import { codeRows } from "./code-rows.ts";

const TESTS = ["assert clamp(5, 0, 3) == 3", "assert clamp(-1, 0, 3) == 0", "assert clamp(2, 0, 3) == 2"];
const CHECK = "def check(candidate):\n    xs = [1]\n    candidate(xs)\n    assert xs == [1, 2]";
const ALL = { pay: "all" };
const JAVASCRIPT = { language: "javascript" };
const JAVASCRIPT_TESTS = ['if (slug("A b") !== "a-b") throw new Error("spaces")'];
const TYPESCRIPT = { language: "typescript" };
const TYPESCRIPT_TESTS = ["assertEqual(await all([1, 2]), [2, 3])", "assertEqual(await all([]), [])"];
const SHELL = { language: "shell" };
const LOGS = { "log.txt": "b 2\na 1\nb 3\n", "old.txt": "x\n" };
const SUMS = [
  { input: "b\n", output: "5", files: LOGS, after: { "old.txt": null, "log.txt": "b 2\na 1\nb 3\n" } },
  { input: "c\n", output: "", files: LOGS, exit: 1 },
];
const sums = (last: string): string =>
  `\`\`\`bash\nread name\ngrep -q "^$name " log.txt || exit 1\nawk -v n="$name" '$1 == n { s += $2 } END { print s }' log.txt\n${last}\n\`\`\``;
const GRADES = { source: "def grade(sample, item):\n    return float(sample['output_json'] == item['answer'])" };
const graded = (text: string, parsed: Json): { readonly [field: string]: Json } => ({
  text,
  parsed,
  calls: [],
  item: { answer: 4 },
});
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
      {
        title: "TypeScript that gives a promise",
        fields: {
          text: "```ts\nexport const all = async (xs: readonly number[]): Promise<number[]> => xs.map((x) => x + 1);\n```",
          tests: TYPESCRIPT_TESTS,
        },
        options: TYPESCRIPT,
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
      {
        title: "TypeScript that gives a promise of promises",
        fields: {
          text: "const all = async (xs: number[]) => xs.map(async (x) => x + 1);",
          tests: TYPESCRIPT_TESTS,
        },
        options: TYPESCRIPT,
        value: 1 / 2,
      },
    ],
  },
  "python-grader": {
    gold: [
      { title: "the number of the row", fields: graded("4", 4), options: GRADES, value: 1 },
      { title: "another way to write it", fields: graded("4.0", 4), options: GRADES, value: 1 },
    ],
    nearMisses: [
      { title: "another number", fields: graded("5", 5), options: GRADES, value: 0 },
      { title: "the number as a text", fields: graded('"4"', "4"), options: GRADES, value: 0 },
      { title: "no JSON", fields: graded("four", null), options: GRADES, value: 0 },
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
      {
        title: "a shell script and its files",
        fields: { text: sums("rm old.txt"), cases: SUMS },
        options: SHELL,
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
      {
        title: "a shell script that leaves the old file",
        fields: { text: sums("mv old.txt old.txt"), cases: SUMS },
        options: SHELL,
        value: 1 / 2,
      },
      {
        title: "a shell script that removes both files",
        fields: { text: sums("rm -- *.txt"), cases: SUMS },
        options: SHELL,
        value: 1 / 2,
      },
      {
        title: "a shell script with another status",
        fields: { text: sums("rm old.txt; false"), cases: SUMS },
        options: SHELL,
        value: 1 / 2,
      },
    ],
  },
};
