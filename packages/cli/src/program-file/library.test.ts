import { describe, expect, it } from "vitest";
import { library } from "./library.ts";

describe("the library of program files", () => {
  it("gives every name to one piece or preset alone", () => {
    const names = [...library.factories.map(({ pieceName }) => pieceName), ...library.presets.map(({ name }) => name)];
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("gives presets options that their piece takes; what is missing is for the program to say", () => {
    for (const { name } of library.presets) {
      const { factory, options } = library.find(name);
      const issues = factory.options.safeParse(options).error?.issues ?? [];
      const wrong = issues.filter(({ path, code }) =>
        code === "custom" ? false : code === "unrecognized_keys" || Object.hasOwn(options, path[0] ?? ""),
      );
      expect(wrong, name).toEqual([]);
    }
  });
});
