import { bench, describe } from "vitest";
import { compareAnswers, extractAnswer } from "./index.ts";

const PAIRS = [
  ["18", "18"],
  ["7425000", "7,425,000"],
  ["1000.5", "1000.50"],
  ["-5", "5"],
] as const;
const HARD = [
  ["\\frac{1}{2}", "0.5"],
  ["2\\sqrt{3}", "\\sqrt{12}"],
  ["(x+1)^2", "x^2+2x+1"],
  ["x<2", "(-\\infty,2)"],
] as const;
const SOLUTION = `${"Natalia sold 48/2 = <<48/2=24>>24 clips in May.\n".repeat(6)}A: 72`;
const found = { equal: 0 };

describe("maths answers", () => {
  bench("1,000 plain pairs", () => {
    for (let k = 0; k < 250; k++)
      for (const [gold, text] of PAIRS) if (compareAnswers(gold, text).kind === "equal") found.equal++;
  });
  bench("4 pairs that are parsed", () => {
    for (const [gold, text] of HARD) if (compareAnswers(gold, text).kind === "equal") found.equal++;
  });
  bench("one GSM8K solution, extracted and compared", () => {
    if (compareAnswers("72", extractAnswer(SOLUTION)?.text ?? "").kind === "equal") found.equal++;
  });
});
