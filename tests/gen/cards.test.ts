import { describe, expect, it } from "vitest";
import { parseCard, parseFamilies } from "../../scripts/cards/parse-card.ts";
import { parsePieces } from "../../scripts/cards/parse-pieces.ts";
import { readCards } from "../../scripts/gen/read-cards.ts";

const named = (section: string): readonly string[] =>
  parsePieces(section).pieces.map(({ kind, name }) => `${kind} ${name}`);

describe("parsePieces", () => {
  it.each([
    [
      "names behind a kind",
      "- shaper `clip` {max:1}, `scale`; `shift`.",
      ["shaper clip", "shaper scale", "shaper shift"],
    ],
    ["another kind in the same entry", "- shaper `clip` (step), audit `drift`.", ["shaper clip", "audit drift"]],
    [
      "kinds of two words",
      "- advantage modifier `grow`; objective term `bonus`.",
      ["advantage grow", "objective bonus"],
    ],
    ["names joined by a stroke", "- combinator `one` / `two`: text.", ["combinator one", "combinator two"]],
    [
      "no names of the running text",
      "- shaper `clip`: as `other`, and `third`. Shared with `fourth`.",
      ["shaper clip"],
    ],
    ["no names in brackets", "- shaper `clip` (like `other`).", ["shaper clip"]],
    ["a kind after a full stop", "- shaper `clip`: text. Audit `drift`.", ["shaper clip", "audit drift"]],
    ["words behind a middle dot", "- advantage · group normaliser: text; options.", ["advantage group normaliser"]],
    [
      "entries over several lines",
      "- shaper `clip`: text\n  and `more`.\n- audit `drift`.",
      ["shaper clip", "audit drift"],
    ],
    ["a name once", "- shaper `clip`.\n- shaper `clip`.", ["shaper clip"]],
  ])("reads %s", (_, section, expected) => {
    expect(named(section)).toEqual(expected);
  });

  it("takes arithmetic on signals for pure, and says why other kinds are not", () => {
    expect(parsePieces("- shaper `clip`; environment `grid`.").pieces).toEqual([
      { kind: "shaper", name: "clip", pure: true },
      { kind: "environment", name: "grid", pure: false, reason: "an environment" },
    ]);
  });

  it("tells which entries name nothing", () => {
    expect(parsePieces("- policy: a small network.").unread).toEqual(["policy: a small network."]);
  });
});

describe("parseCard", () => {
  const families = parseFamilies("# F\n\n## shaping (1)\n- 104-laser.md · LASER · shaper · verified\n");
  const text =
    "# 104 · LASER — Learn to Reason\nkind: shaper\narXiv: 2505.15612 · 2025 · sources read: x\n\n## Pieces\n- shaper `lengthStep`.\n\n## Experiment\n- audit `no`.\n";

  it("reads number, names, id, year, family and confidence", () => {
    const { card, problems } = parseCard("104-laser.md", text, families.get("104-laser.md") as never);
    expect(problems).toEqual([]);
    expect(card).toEqual({
      number: "104",
      slug: "laser",
      name: "LASER",
      title: "Learn to Reason",
      arxiv: "2505.15612",
      year: 2025,
      family: "shaping",
      confidence: "verified",
      pieces: [{ kind: "shaper", name: "lengthStep", pure: true }],
    });
  });

  it("says what is not there", () => {
    const { problems } = parseCard("104-laser.md", "# 104 · LASER", families.get("104-laser.md") as never);
    expect(problems).toEqual(["no arXiv id", "no year", "no pieces"]);
  });
});

describe("cards.json", () => {
  it("has a reason for each name that is not pure, and no name twice in a card", () => {
    const bad = readCards().flatMap(({ number, pieces }) =>
      pieces
        .filter(
          ({ pure, reason, name }, i) =>
            pure === (reason !== undefined) || pieces.findIndex((other) => other.name === name) !== i,
        )
        .map(({ name }) => `${number} ${name}`),
    );
    expect(bad).toEqual([]);
  });
});
