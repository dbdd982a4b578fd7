import type { Preset } from "@guerdon/core/piece";
import type { IndexAlias, IndexEntry, IndexOption } from "../../packages/cli/src/where/index-entry.ts";
import type { Described, Factory } from "./generator.ts";
import { readAlias } from "./read-alias.ts";
import type { PublicExport } from "./read-exports.ts";

interface OptionSchema {
  readonly properties?: { readonly [name: string]: { readonly default?: unknown } };
  readonly required?: readonly string[];
}

/** Turns exports into index entries by looking at their values: a piece, a list of presets, or neither. */
export async function readEntries(exports: readonly PublicExport[]): Promise<readonly Described[]> {
  const found: Described[] = [];
  for (const member of exports) {
    const module = member.kind === "type" ? {} : ((await import(member.specifier)) as { [name: string]: unknown });
    const value = module[member.name];
    if (isFactory(value)) found.push({ entry: pieceEntry(member, value), source: member, factory: value });
    else if (arePresets(value)) {
      found.push(...value.map((preset) => ({ entry: presetEntry(member, preset), source: member })));
    } else found.push({ entry: plainEntry(member), source: member });
  }
  return found;
}

function isFactory(value: unknown): value is Factory {
  return typeof value === "function" && "pieceName" in value && "options" in value;
}

function arePresets(value: unknown): value is readonly Preset[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((member) => "use" in Object(member) && "summary" in Object(member))
  );
}

function pieceEntry(found: PublicExport, factory: Factory): IndexEntry {
  return {
    ...common(found),
    name: factory.pieceName,
    kind: factory.kind,
    id: factory.id,
    use: factory.pieceName,
    summary: factory.summary,
    options: optionsOf(factory),
    aliases: aliasesOf(found, factory.pieceName),
  };
}

function presetEntry(found: PublicExport, preset: Preset): IndexEntry {
  const options = Object.entries(preset.options);
  return {
    ...common(found),
    name: preset.name,
    kind: "preset",
    use: preset.name,
    summary: preset.summary,
    options: options.map(([name, value]) => ({ name, default: JSON.stringify(value), required: false })),
    aliases: [{ name: preset.use }],
  };
}

/** A function that says `@kind objective` is found among the objectives. */
function plainEntry(found: PublicExport): IndexEntry {
  const kind = found.kind === "function" ? (found.tags.kind?.[0] ?? found.kind) : found.kind;
  return { ...common(found), name: found.name, kind, options: [], aliases: aliasesOf(found, found.name) };
}

function aliasesOf(found: PublicExport, name: string): readonly IndexAlias[] {
  const aliases = [{ name: found.name }, ...(found.tags.alias ?? []).map(readAlias)];
  const once = new Map(aliases.map((alias: IndexAlias) => [`${alias.card ?? ""}:${alias.name}`, alias]));
  return [...once.values()].filter((alias) => alias.name !== name || alias.settings !== undefined);
}

function common({
  name,
  kind,
  specifier,
  path,
  summary,
  tags,
}: PublicExport): Omit<IndexEntry, "name" | "kind" | "options" | "aliases"> {
  const statement = `import ${kind === "type" ? "type " : ""}{ ${name} } from "${specifier}";`;
  return { summary, import: statement, path, papers: tags.paper ?? [] };
}

function optionsOf({ options }: Factory): readonly IndexOption[] {
  const schema = options.toJSONSchema({ io: "input", unrepresentable: "any" }) as OptionSchema;
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    ...(property.default === undefined ? {} : { default: JSON.stringify(property.default) }),
    required: required.includes(name),
  }));
}
