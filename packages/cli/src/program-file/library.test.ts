import { describe, expect, it } from "vitest";
import { library } from "./library.ts";

describe("the library of program files", () => {
  it("gives every name to one piece or preset alone", () => {
    const names = [...library.factories.map(({ pieceName }) => pieceName), ...library.presets.map(({ name }) => name)];
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("builds every preset", () => {
    for (const { name } of library.presets) {
      const { factory, options } = library.find(name);
      expect(factory({ ...options }).id, name).toBe(factory.id);
    }
  });
});
