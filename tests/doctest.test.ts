import { describe, expect, it } from "vitest";
import { compileDoctest, type Doctest, doctests } from "../scripts/doctest.ts";

describe("examples in TSDoc", () => {
  it.each(doctests().map((doctest) => [`${doctest.path}:${doctest.line}`, doctest] as const))(
    "%s",
    async (_, doctest) => {
      const checks = await compileDoctest(doctest)((specifier) => import(/* @vite-ignore */ specifier));
      for (const { place, source, got, expected } of checks) expect(got, `${place}  ${source}`).toEqual(expected);
    },
  );
});

describe("compileDoctest", () => {
  it("gives the place, the value and the expected value of every checked line", async () => {
    const code = "const two: number = 2;\n[\n  two,\n] // => [2]\ntwo + 1; // => 4";
    const checks = await compileDoctest(doctestOf(code))((specifier) => import(specifier));
    expect(checks).toEqual([
      { place: "some/file.ts:13", source: "] // => [2]", got: [2], expected: [2] },
      { place: "some/file.ts:14", source: "two + 1; // => 4", got: 3, expected: 4 },
    ]);
  });

  it("refuses an example that checks nothing", () => {
    expect(() => compileDoctest(doctestOf("1 + 1;"))).toThrowErrorMatchingInlineSnapshot(
      `[Error: Expected some/file.ts:10 to have a line \`expression // => value\`, got none.]`,
    );
  });
});

function doctestOf(code: string): Doctest {
  return { path: "some/file.ts", line: 10, code };
}
