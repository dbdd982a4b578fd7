import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type AnyFactory, defineShaper, defineSource, makeLibrary, type Preset } from "./index.ts";

function shaper(name: string, version: number): AnyFactory {
  return defineShaper({
    name,
    version,
    summary: `${name}, version ${version}.`,
    options: z.strictObject({ limit: z.number().default(1), mode: z.string().default("soft") }),
    build: () => ({}) as never,
  });
}

const clip1 = shaper("clip", 1);
const clip2 = shaper("clip", 2);
const gate = shaper("gate", 1);
const source = defineSource({
  name: "gate",
  version: 1,
  summary: "A source of the same name.",
  options: z.strictObject({}),
  build: () => ({}) as never,
});
const presets: readonly Preset[] = [
  { name: "clip/paper", use: "clip@1", options: { limit: 5 }, summary: "Does not exist." },
  { name: "clip/wide", use: "shaper/clip@1", options: { limit: 9 }, summary: "Wide." },
  { name: "soft", use: "clip", options: { mode: "very soft" }, summary: "Soft." },
];
const library = makeLibrary([clip1, clip2, gate], presets);

function thrownBy(run: () => unknown): object {
  try {
    run();
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  throw new Error("Expected an error, got none.");
}

describe("find", () => {
  it.each([
    ["a name, the latest listed", "clip", clip2, {}],
    ["kind and name", "shaper/clip", clip2, {}],
    ["an id", "shaper/clip@1", clip1, {}],
    ["another id", "shaper/clip@2", clip2, {}],
    ["a preset of a version", "clip/wide", clip1, { limit: 9 }],
    ["a preset", "soft", clip2, { mode: "very soft" }],
  ])("finds a piece by %s", (_, name, factory, options) => {
    const found = library.find(name);
    expect(found.factory).toBe(factory);
    expect(found.options).toEqual(options);
  });

  it("tells kinds of one name apart by kind and by id", () => {
    const both = makeLibrary([gate, source]);
    expect(both.find("shaper/gate").factory).toBe(gate);
    expect(both.find("source/gate@1").factory).toBe(source);
  });

  it("names what is near an unknown name and how to search", () => {
    expect(thrownBy(() => library.find("cilp"))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PIECE_UNKNOWN",
        "details": {
          "got": "cilp",
        },
        "hint": "Did you mean \`clip\`? Search with \`guerdon where cilp\`.",
        "message": "Expected \`use\` to name a piece, got \`cilp\`.",
      }
    `);
    expect(thrownBy(() => library.find("quality-judge"))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PIECE_UNKNOWN",
        "details": {
          "got": "quality-judge",
        },
        "hint": "Search with \`guerdon where quality-judge\`.",
        "message": "Expected \`use\` to name a piece, got \`quality-judge\`.",
      }
    `);
    expect(thrownBy(() => library.find("shaper/clip@3"))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PIECE_UNKNOWN",
        "details": {
          "got": "shaper/clip@3",
        },
        "hint": "Did you mean \`clip\`? Search with \`guerdon where shaper/clip@3\`.",
        "message": "Expected \`use\` to name a piece, got \`shaper/clip@3\`.",
      }
    `);
  });

  it.each(["", "__proto__", "constructor", "toString", "clip/paper"])("finds nothing under %o", (name) => {
    expect(thrownBy(() => library.find(name))).toMatchObject({ code: "GUERDON_PIECE_UNKNOWN", details: { got: name } });
  });
});

describe("rebuild", () => {
  it("builds the piece that id and options name, through JSON, whatever has been added since", () => {
    const stored = JSON.parse(JSON.stringify({ id: clip1({ limit: 4 }).id, options: clip1({ limit: 4 }).options })) as {
      id: string;
      options: unknown;
    };
    const piece = library.rebuild(stored);
    expect([piece.id, piece.options]).toEqual(["shaper/clip@1", { limit: 4, mode: "soft" }]);
  });

  it("refuses an id nobody has and options that do not fit", () => {
    expect(thrownBy(() => library.rebuild({ id: "shaper/clip@7", options: {} }))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PIECE_UNKNOWN",
        "details": {
          "got": "shaper/clip@7",
        },
        "hint": "Did you mean \`clip\`? Search with \`guerdon where shaper/clip@7\`.",
        "message": "Expected \`use\` to name a piece, got \`shaper/clip@7\`.",
      }
    `);
    expect(thrownBy(() => library.rebuild({ id: "shaper/clip@1", options: { limit: "5" } }))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": ""5"",
          "issue": "Invalid input: expected number, received string",
          "path": "limit",
          "piece": "shaper/clip@1",
        },
        "hint": undefined,
        "message": "Expected \`limit\` of \`shaper/clip@1\` to be valid, got "5": Invalid input: expected number, received string.",
      }
    `);
  });
});
