import type { Preset } from "@guerdon/core/piece";
import type { IndexEntry, IndexOption } from "../../packages/cli/src/where/index-entry.ts";
import type { PublicExport } from "./read-exports.ts";

/** What is read of a piece factory, of whatever package. */
interface Factory {
  readonly id: string;
  readonly kind: string;
  readonly pieceName: string;
  readonly summary: string;
  readonly options: { toJSONSchema(settings: object): OptionSchema };
}

interface OptionSchema {
  readonly properties?: { readonly [name: string]: { readonly default?: unknown } };
  readonly required?: readonly string[];
}

/** Turns exports into index entries by looking at their values: a piece, a list of presets, or neither. */
export async function readEntries(exports: readonly PublicExport[]): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = [];
  for (const found of exports) {
    const module = found.kind === "type" ? {} : ((await import(found.specifier)) as { [name: string]: unknown });
    const value = module[found.name];
    if (isFactory(value)) entries.push(pieceEntry(found, value));
    else if (arePresets(value)) entries.push(...value.map((preset) => presetEntry(found, preset)));
    else entries.push({ ...common(found), name: found.name, kind: found.kind, options: [], aliases: found.aliases });
  }
  return entries;
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
    aliases: [...new Set([found.name, ...found.aliases])].filter((name) => name !== factory.pieceName),
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
    aliases: [preset.use],
  };
}

function common({
  name,
  kind,
  specifier,
  path,
  summary,
  papers,
}: PublicExport): Omit<IndexEntry, "name" | "kind" | "options" | "aliases"> {
  return { summary, import: `import ${kind === "type" ? "type " : ""}{ ${name} } from "${specifier}";`, path, papers };
}

function optionsOf({ options }: Factory): readonly IndexOption[] {
  const { properties = {}, required = [] } = options.toJSONSchema({ io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    ...(schema.default === undefined ? {} : { default: JSON.stringify(schema.default) }),
    required: required.includes(name),
  }));
}
