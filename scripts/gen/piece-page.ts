import type { Advantage, Piece, Source, Transform } from "@guerdon/core/piece";
import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Described } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { linkFrom, pagePath } from "./page-path.ts";
import type { PaperUse } from "./paper-uses.ts";
import { inputsOfPiece, type Made, madePieces, shownRange, statedRange } from "./piece-facts.ts";
import { proseMarkdown } from "./prose-markdown.ts";

/** What a page shows besides what its entry says. */
export interface PageParts {
  /** File names of the plots beside the page, with what each shows. */
  readonly plots: readonly { readonly file: string; readonly caption: string }[];
  readonly uses: readonly PaperUse[];
  readonly presets: readonly IndexEntry[];
}

const SECTIONS = [inputsSection, rangeSection, fieldsSection, optionsSection, signatureSection, exampleSection];

/** The page of a piece, or of a function that says its kind. */
export function piecePage(found: Described, parts: PageParts): string {
  const { entry, source, factory } = found;
  const path = pagePath(entry);
  const made = factory === undefined ? [] : madePieces(factory, found);
  const prose = source.prose === "" ? entry.summary : source.prose;
  const sections = SECTIONS.map((section) => section(found, made));
  return `${[
    `# ${entry.name}`,
    headLine(found, path),
    proseMarkdown(prose),
    ...parts.plots.map(({ file, caption }) => `![${caption.replaceAll(/[[\]]/g, "")}](${file})`),
    ...sections,
    presetsSection(parts.presets),
    papersSection(found, parts.uses, path),
  ]
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

function headLine({ entry, source }: Described, path: string): string {
  const what = entry.id === undefined ? `A function; kind ${entry.kind}` : `\`${entry.id}\``;
  const from = `\`import { ${source.name} } from "${source.specifier}"\``;
  return `${what} · ${from} · ${linkFrom(path, entry.path, entry.path.split("/").at(-1) as string)}`;
}

function inputsSection(_: Described, made: readonly Made[]): string {
  const [first] = made;
  if (first === undefined) return "";
  const variants = [...new Map(made.map((member) => [inputNames(member.piece), member])).values()];
  const rows = variants.flatMap((member) =>
    inputsOfPiece(member.piece).map(({ name, many, level, default: value }) => [
      `\`${name}\`${many === true ? ", a list" : ""}`,
      level ?? "as the result",
      value === undefined ? "required" : `\`${JSON.stringify(value)}\``,
      ...(variants.length > 1 ? [shownOptions(member)] : []),
    ]),
  );
  const header = ["input", "level", "default", ...(variants.length > 1 ? ["with"] : [])];
  const table = rows.length === 0 ? "" : `## Inputs\n\n${markdownTable(header, rows).trimEnd()}\n\n`;
  return `${table}${factsOf(first.piece).join(" ")}`.trim();
}

function inputNames(piece: Piece): string {
  return JSON.stringify(inputsOfPiece(piece));
}

function shownOptions({ options }: Made): string {
  const entries = Object.entries(options);
  return entries.length === 0
    ? "defaults"
    : `\`${entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")}\``;
}

/** One sentence for each thing a piece states about itself. */
function factsOf(piece: Piece): readonly string[] {
  const { level, adaptive, keepsSum } = piece as Transform;
  const { refines, decoupled, shiftInvariant, zeroSum } = piece as Advantage;
  const { needs, scope, kind } = piece;
  const among =
    kind === "source"
      ? []
      : [scope === "rollout" ? "Each rollout is on its own." : `Members of a ${scope} change each other's values.`];
  return [
    ...(level === undefined ? [] : [`Result: one value for each ${level === "batch" ? "training step" : level}.`]),
    ...among,
    ...(adaptive === undefined ? [] : ["Adaptive: it remembers from one training step to the next."]),
    ...(keepsSum === true ? ["The parts of a rollout add up to its value in the first input."] : []),
    ...(decoupled === true ? ["Reads the terms named by `over`."] : []),
    ...(refines === true ? ["Changes the advantages of the piece before it."] : []),
    ...(shiftInvariant === true ? ["Adding one number to all rewards of a group changes nothing."] : []),
    ...(zeroSum === undefined ? [] : [`The advantages of a ${zeroSum} add up to 0.`]),
    ...(needs.length === 0 ? [] : [`Needs: ${needs.join(", ")}.`]),
  ];
}

function rangeSection({ entry }: Described, made: readonly Made[]): string {
  const shown = made.length > 1 ? made.filter(({ spec }) => spec !== undefined) : made;
  const rows = shown.flatMap((member) => {
    const stated = statedRange(member);
    return stated === undefined ? [] : [[shownOptions(member), stated.inputs, shownRange(stated.range)]];
  });
  const once = [...new Map(rows.map((row) => [row.join("|"), row])).values()];
  if (once.length === 0) return "";
  if (entry.kind === "source") return `## Range\n\n${(once[0] as string[])[2]}`;
  return `## Range\n\n${markdownTable(["options", "inputs", "result"], once).trimEnd()}`;
}

function fieldsSection(_: Described, made: readonly Made[]): string {
  const piece = made[0]?.piece;
  if (piece?.kind !== "source") return "";
  const rows = Object.entries((piece as Source).fields).map(([name, field]) => [
    `\`${name}\``,
    field.type,
    field.default === undefined ? (field.optional === true ? "optional" : "required") : `\`${field.default}\``,
  ]);
  return rows.length === 0 ? "" : `## Fields\n\n${markdownTable(["field", "type", "default"], rows).trimEnd()}`;
}

function optionsSection({ entry, source }: Described): string {
  if (entry.options.length === 0) return "";
  const rows = entry.options.map(({ name, default: value, required }) => {
    const doc = source.options.find((option) => option.name === name);
    return [
      `\`${name}\``,
      doc === undefined ? "" : `\`${doc.type}\``,
      value === undefined ? (required ? "required" : "") : `\`${value}\``,
      doc?.meaning ?? "",
    ];
  });
  return `## Options\n\n${markdownTable(["option", "type", "default", "meaning"], rows).trimEnd()}`;
}

function signatureSection({ source, factory }: Described): string {
  if (factory !== undefined || source.signature === undefined) return "";
  const rows = source.options.map(({ name, type, meaning }) => [`\`${name}\``, `\`${type}\``, meaning]);
  const table = rows.length === 0 ? "" : `\n\n${markdownTable(["parameter", "type", "meaning"], rows).trimEnd()}`;
  return `## Call\n\n\`\`\`ts\n${source.signature}\n\`\`\`${table}`;
}

function exampleSection({ source }: Described): string {
  return source.example === undefined ? "" : `## Example\n\n\`\`\`ts\n${source.example}\n\`\`\``;
}

function presetsSection(presets: readonly IndexEntry[]): string {
  if (presets.length === 0) return "";
  const rows = presets.map(({ name, summary, options }) => [
    `\`${name}\``,
    summary,
    options.map((option) => `\`${option.name}: ${option.default}\``).join(", "),
  ]);
  return `## Presets\n\n${markdownTable(["use", "what it is", "options"], rows).trimEnd()}`;
}

function papersSection({ entry }: Described, uses: readonly PaperUse[], path: string): string {
  const lines = uses.map(({ card, names }) => {
    const link = linkFrom(path, `docs/papers/${card.family}.md#${card.number}`, `${card.number} ${card.name}`);
    return `- ${link}${names.length === 0 ? "" : `: ${names.map(shownName).join("; ")}`}`;
  });
  const cited = entry.papers.map((paper) => `- cited: ${paper}`);
  return lines.length + cited.length === 0 ? "" : `## Papers\n\n${[...lines, ...cited].join("\n")}`;
}

function shownName({ name, settings }: PaperUse["names"][number]): string {
  return settings === undefined ? `\`${name}\`` : `\`${name}\` = \`${settings}\``;
}
