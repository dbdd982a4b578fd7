import type { DomainRows } from "../catalogue/verifier-rows.ts";

const TOTAL = "def total(xs):\n    s = 0\n    for x in xs:\n        s = s + x\n    return s\n";
const RENAMED = "def total(numbers):\n    acc = 0\n    for n in numbers:\n        acc = acc + n\n    return acc\n";
const SIGN = "def sign(x):\n    if x < 0:\n        return -1\n    if x > 0:\n        return 1\n    return 0";
const GOOD_TEST = 'def test_sign_of_negative_numbers():\n    """Below zero."""\n    assert sign(-3) == -1\n';
const GOOD_SCRIPT_TEST = "// Below zero.\nit('is -1 below zero', () => { expect(sign(-3)).toBe(-1); });";
const SCRIPT = { language: "javascript" };
const NESTED = "def f(a):\n    if a:\n        for b in a:\n            if b:\n                return b\n";
const SIMPLE = "def f(a):\n    for b in a or []:\n        if b:\n            return b\n";
const SHALLOW = { parts: ["nesting"], maxNesting: 2 };
const INC = "def inc(x): return x + 1";
const INC_TESTS = ["assert inc(1) == 2", "assert inc(2) == 3"];
const STEPS = { markers: [["load"], ["fit"], ["save"]] };
const WORK = "def load(): return [2, 1]\ndef fit(xs): return sorted(xs)\ndef save(m): print(m)\n";
const SLOW = "def total(n):\n    s = 0\n    for i in range(n):\n        s += i\n    return s";
const FAST = "def total(n):\n    return n * (n - 1) // 2";
const SPEED = { pay: "faster" };
const LONG = ["assert total(10) == 45", "assert total(1_000_000) == 499999500000"];

/** Rows of the sources that read programs or measure their runs. */
export const codeRows: DomainRows = {
  "code-quality": {
    gold: [
      { title: "a plain function", fields: { text: TOTAL }, value: 1 },
      { title: "nested twice where two are allowed", fields: { text: SIMPLE }, options: SHALLOW, value: 1 },
      { title: "strict equality", fields: { text: "if (a === b) { f(); }" }, options: SCRIPT, value: 1 },
    ],
    nearMisses: [
      { title: "nested thrice where two are allowed", fields: { text: NESTED }, options: SHALLOW, value: 0 },
      {
        title: "a line after the return: lint 4/5",
        fields: { text: "def f(a):\n    x = a\n    return x\n    x = 2" },
        value: 0.95,
      },
      { title: "loose equality: lint 1/2", fields: { text: "if (a == b) { f(); }" }, options: SCRIPT, value: 0.9 },
      { title: "a bracket short", fields: { text: TOTAL.replace("(xs)", "(xs") }, value: 0 },
    ],
  },
  "code-similarity": {
    gold: [
      {
        title: "the same program in other spaces",
        fields: { text: TOTAL.replaceAll(" = ", "="), expected: TOTAL },
        value: 1,
      },
      {
        title: "other names, by syntax and data flow",
        fields: { text: RENAMED, expected: TOTAL },
        options: { parts: ["syntax", "data-flow"] },
        value: 1,
      },
      {
        title: "the same tokens",
        fields: { text: "x=1 # one", expected: "x = 1" },
        options: { parts: ["edit"] },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "adds the wrong variable: data flow 5/7",
        fields: { text: TOTAL.replace("s + x", "x + x"), expected: TOTAL },
        options: { parts: ["syntax", "data-flow"] },
        value: 6 / 7,
      },
      {
        title: "one operator: 1 token of 5",
        fields: { text: "x = 1 + 2", expected: "x = 1 - 2" },
        options: { parts: ["edit"] },
        value: 0.8,
      },
      {
        title: "one name: 1 token of 3",
        fields: { text: "x = 1", expected: "y = 1" },
        options: { parts: ["edit"] },
        value: 2 / 3,
      },
    ],
  },
  "test-smells": {
    gold: [
      { title: "name, comment, assertion, focal call", fields: { text: GOOD_TEST, focal: "sign" }, value: 1 },
      { title: "JavaScript", fields: { text: GOOD_SCRIPT_TEST, focal: "sign" }, options: SCRIPT, value: 1 },
    ],
    nearMisses: [
      {
        title: "the assertion is a comment",
        fields: { text: GOOD_TEST.replace("assert", "# assert"), focal: "sign" },
        value: 0,
      },
      {
        title: "the focal call can never be reached",
        fields: {
          text: GOOD_TEST.replace("    assert sign(-3)", "    assert f(-3) == 1\n    return\n    assert sign(-3)"),
          focal: "sign",
        },
        value: 0,
      },
      {
        title: "named after the function alone",
        fields: { text: GOOD_TEST.replace("_of_negative_numbers", ""), focal: "sign" },
        value: 6 / 7,
      },
      {
        title: "the assertion twice, with other spaces",
        fields: { text: `${GOOD_TEST}    assert sign( -3 )==-1`, focal: "sign" },
        value: 6 / 7,
      },
      {
        title: "an expectation without a matcher",
        fields: { text: GOOD_SCRIPT_TEST.replace(".toBe(-1)", ""), focal: "sign" },
        options: SCRIPT,
        value: 0,
      },
    ],
  },
  "code-coverage": {
    gold: [
      {
        title: "tests for each branch",
        fields: { text: SIGN, tests: ["assert sign(-1) == -1", "assert sign(1) == 1", "assert sign(0) == 0"] },
        value: 1,
      },
      {
        title: "tests of a policy for each branch",
        fields: { text: "assert sign(-1) == -1\nassert sign(1) == 1\nassert sign(0) == 0", program: SIGN },
        options: { of: "tests" },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "no test of zero",
        fields: { text: SIGN, tests: ["assert sign(-1) == -1", "assert sign(1) == 1"] },
        value: 5 / 6,
      },
      {
        title: "a branch that no test asks for",
        fields: {
          text: SIGN.replace("return 0", "if x == 7:\n        return 7\n    return 0"),
          tests: ["assert sign(-1) == -1", "assert sign(1) == 1", "assert sign(0) == 0"],
        },
        value: 7 / 8,
      },
      {
        title: "a first test that fails ends the run",
        fields: { text: "assert sign(-1) == 1\nassert sign(1) == 1\nassert sign(0) == 0", program: SIGN },
        options: { of: "tests" },
        value: 0.5,
      },
    ],
  },
  "debug-trace": {
    gold: [
      {
        title: "wrong, then right",
        fields: { text: "", attempts: ["def inc(x): return x", INC], tests: INC_TESTS },
        value: 1,
      },
      {
        title: "a gain of all",
        fields: { text: "", attempts: ["def inc(x): return x", INC], tests: INC_TESTS },
        options: { pay: "gain" },
        value: 1,
      },
      {
        title: "attempts in fenced blocks",
        fields: { text: `\`\`\`\ninc = 5\n\`\`\`\nNo.\n\`\`\`\n${INC}\n\`\`\``, tests: INC_TESTS },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "right, then wrong",
        fields: { text: "", attempts: [INC, "def inc(x): return x"], tests: INC_TESTS },
        value: 0,
      },
      {
        title: "half the gain",
        fields: { text: "", attempts: ["def inc(x): return x", "def inc(x): return 2"], tests: INC_TESTS },
        options: { pay: "gain" },
        value: 0.5,
      },
      {
        title: "right from the start gains nothing",
        fields: { text: "", attempts: [INC, INC], tests: INC_TESTS },
        options: { pay: "gain" },
        value: 0,
      },
      {
        title: "the last block is half right",
        fields: { text: `\`\`\`\n${INC}\n\`\`\`\nNo.\n\`\`\`\ndef inc(x): return 2\n\`\`\``, tests: INC_TESTS },
        value: 0.5,
      },
    ],
  },
  "progress-markers": {
    gold: [
      { title: "each step", fields: { text: `${WORK}save(fit(load()))` }, options: STEPS, value: 1 },
      {
        title: "each step, then a failure",
        fields: { text: `${WORK}save(fit(load()))\nraise ValueError` },
        options: STEPS,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "fails before the last step",
        fields: { text: `${WORK}save(fit(load())[5])` },
        options: STEPS,
        value: 2 / 3,
      },
      { title: "prints the steps", fields: { text: `${WORK}print("load fit save")` }, options: STEPS, value: 0 },
      {
        title: "a step that is never reached",
        fields: { text: `${WORK}m = fit(load())\nif not m: save(m)` },
        options: STEPS,
        value: 2 / 3,
      },
    ],
  },
  "speed-ratio": {
    gold: [
      { title: "a formula for a loop", fields: { text: FAST, reference: SLOW, tests: LONG }, options: SPEED, value: 1 },
      {
        title: "a built-in for a loop",
        fields: { text: "def total(n):\n    return sum(range(n))", reference: SLOW, tests: LONG },
        options: SPEED,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "the same loop", fields: { text: SLOW, reference: SLOW, tests: LONG }, options: SPEED, value: 0 },
      {
        title: "a formula that is wrong once",
        fields: { text: "def total(n):\n    return n * n // 2", reference: SLOW, tests: LONG },
        options: SPEED,
        value: 0,
      },
      {
        title: "a loop in two steps",
        fields: { text: `${SLOW.replace("s += i", "s = s + i\n        s = s + 0")}`, reference: SLOW, tests: LONG },
        options: SPEED,
        value: 0,
      },
    ],
  },
};
