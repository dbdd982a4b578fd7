import { expect, it } from "vitest";
import { doublyDriven } from "./doubly-driven.ts";

const assign = (...lines: readonly string[]): string => lines.map((line) => `  connect ${line}`).join("\n");
const process = (sync: string, ...lines: readonly string[]): string =>
  `  process $p\n    sync ${sync}\n${lines.map((line) => `      update ${line}`).join("\n")}\n  end`;

it.each([
  ["two whole", assign("\\z 4'0000", "\\z 4'0001"), "\\z"],
  ["a bit of a whole", assign("\\z [2] 1'0", "\\z 4'0001"), "\\z"],
  ["slices that overlap", assign("\\z [3:1] 3'000", "{ \\y \\z [1:0] } 3'001"), "\\z"],
  ["slices that do not", assign("\\z [3:2] 2'00", "{ \\y \\z [1:0] } 3'001"), undefined],
  ["a process and an assignment", `${process("always", "\\z $0\\z")}\n${assign("\\z [0] 1'1")}`, "\\z"],
  ["a process for other bits", `${process("always", "\\z [1] $0\\z")}\n${assign("\\z [0] 1'1")}`, undefined],
  ["two processes of an output", [1, 2].map(() => process("always", "\\y $0\\y")).join("\n"), "\\y"],
  ["two processes of a loop variable", [1, 2].map(() => process("always", "\\z $0\\z")).join("\n"), undefined],
  [
    "edges of one process",
    "  process $p\n    sync posedge \\c\n      update \\y $0\\y\n    sync high \\r\n      update \\y 1'0\n  end",
    undefined,
  ],
  ["an initial value", `${process("init", "\\y 1'0")}\n${process("posedge \\c", "\\y $0\\y")}`, undefined],
])("finds %s", (_, lines, wire) => {
  const text = `module \\m\n  wire width 4 \\z\n  wire output 1 \\y\n${lines}\nend`;
  expect(doublyDriven(text)).toBe(wire === undefined ? undefined : `multiple conflicting drivers for ${wire}`);
  const apart = `module \\a\n  wire output 1 \\y\n  connect \\y 1'0\nend\nmodule \\b\n  wire output 1 \\y\n  connect \\y 1'0\nend`;
  expect(doublyDriven(apart)).toBeUndefined();
});
