import { describe, expect, it } from "vitest";
import type { InputSpec, Transform } from "../piece/index.ts";
import { inputPath } from "./input-path.ts";

describe("inputPath", () => {
  const of: InputSpec = { name: "of" };
  const list: InputSpec = { name: "list", many: true };
  const by: InputSpec = { name: "by" };

  it.each<readonly [string, readonly InputSpec[], number, readonly string[]]>([
    ["one input", [of], 1, ["of"]],
    ["two inputs", [of, by], 2, ["of", "by"]],
    ["a list of one", [list], 1, ["list"]],
    ["a list of three", [list], 3, ["list.0", "list.1", "list.2"]],
    ["a list between two", [of, list, by], 4, ["of", "list.0", "list.1", "by"]],
    ["a list of one before another", [list, by], 2, ["list", "by"]],
  ])("names where each of %s is written", (_, inputs, count, expected) => {
    const piece = { inputs } as unknown as Transform;
    expect(Array.from({ length: count }, (_, i) => inputPath(piece, i, count).join("."))).toEqual(expected);
  });
});
