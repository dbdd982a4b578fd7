import { expect, it } from "vitest";
import { doublyDriven } from "./doubly-driven.ts";

it.each([
  ["two whole", "  connect \\z 4'0000\n  connect \\z 4'0001", "\\z"],
  ["a bit of a whole", "  connect \\z [2] 1'0\n  connect \\z 4'0001", "\\z"],
  ["slices that overlap", "  connect \\z [3:1] 3'000\n  connect { \\y \\z [1:0] } 3'001", "\\z"],
  ["slices that do not", "  connect \\z [3:2] 2'00\n  connect { \\y \\z [1:0] } 3'001", undefined],
])("finds %s", (_, connects, wire) => {
  const text = `module \\m\n  wire width 4 \\z\n  wire \\y\n${connects}\nend`;
  expect(doublyDriven(text)).toBe(wire === undefined ? undefined : `multiple conflicting drivers for ${wire}`);
});
