import { solidTokens, type VerilogToken, verilogText, verilogTokens } from "./verilog-tokens.ts";

// Pure functions of their arguments; every other system task prints, reads, ends or asks for the time.
const FUNCTIONS = new Set(
  "signed unsigned clog2 bits countones countbits onehot onehot0 isunknown size left right high low increment dimensions unpacked_dimensions cast rtoi itor realtobits bitstoreal"
    .split(" ")
    .map((name) => `$${name}`),
);
const DIRECTIVES = new Set(
  "define undef ifdef ifndef else elsif endif timescale default_nettype resetall celldefine endcelldefine"
    .split(" ")
    .map((name) => `\`${name}`),
);
const KEYWORDS = new Set(
  "force release bind defparam program endprogram checker config export final assume restrict cover assert expect covergroup class specify alias supply0 supply1 tri0 tri1 trireg wand wor triand trior tran tranif0 tranif1 rtran rtranif0 rtranif1 pullup pulldown pull0 pull1 strong0 strong1 weak0 weak1 highz0 highz1".split(
    " ",
  ),
);

export interface VerilogSource {
  /** The text without comments and attributes. */
  readonly text: string;
  /** Names of its modules, in order. */
  readonly modules: readonly string[];
  /** The module that no other instantiates; the one with most descendants of several. */
  readonly top: string;
}

/**
 * Reads a design and refuses what no synthesizable one has and a test bench or a proof could be cheated with: system
 * tasks, files, names of other modules' insides, macros that paste.
 *
 * Comments and attributes are left out, so that no tool is told anything in them.
 */
export function screenVerilog(source: string): VerilogSource | { readonly refused: string } {
  const tokens = verilogTokens(source);
  const solid = solidTokens(tokens);
  const refused = tokens.map(badToken).find((why) => why !== undefined) ?? badMacro(solid) ?? foreignPath(solid);
  if (refused !== undefined) return { refused };
  const modules = moduleNames(solid);
  if (modules.length === 0) return { refused: "Expected a module, got none." };
  return { text: verilogText(tokens), modules, top: topOf(modules, solid) };
}

function badToken({ kind, text }: VerilogToken): string | undefined {
  if (kind === "system" && !FUNCTIONS.has(text)) return `\`${text}\` has no place in a design.`;
  if (kind === "name" && text.startsWith("\\") && !/^\\[A-Za-z_]\w*$/.test(text)) return "Expected plain names.";
  if (kind === "name" && KEYWORDS.has(text.replace("\\", ""))) return `\`${text}\` has no place in a design.`;
  if (kind === "text" && !/^"[\w .,:%+-]*"$/.test(text)) return "Expected texts of plain characters.";
  return text.includes("\0") ? "Expected no NUL." : undefined;
}

/** Only macros that the design itself defines, and none that pastes tokens. */
function badMacro(solid: readonly VerilogToken[]): string | undefined {
  const own = new Set<string>();
  solid.forEach(({ text }, i) => {
    if (text === "`define") own.add(`\`${solid[i + 1]?.text}`);
  });
  for (const { kind, text } of solid) {
    if (kind !== "directive" || DIRECTIVES.has(text)) continue;
    if (!own.has(text) || text === "`include") return `\`${text}\` has no place in a design.`;
  }
  return undefined;
}

/** A path such as `bench.count` whose head the design does not declare. */
function foreignPath(solid: readonly VerilogToken[]): string | undefined {
  const declared = new Set<string>();
  const heads = new Set<string>();
  solid.forEach(({ kind, text }, i) => {
    if (kind !== "name") return;
    const before = solid[i - 1]?.text;
    let after = i + 1;
    while (solid[after]?.text === "[") after = closing(solid, after) + 1;
    if (before === ".") return;
    if (solid[after]?.text === "." && solid[after + 1]?.kind === "name") heads.add(text);
    else declared.add(text);
  });
  for (const head of heads) if (!declared.has(head)) return `\`${head}.…\` names what is not the design's own.`;
  return undefined;
}

/** The index of the bracket that closes the one at `open`; the last token when none does. */
export function closing(solid: readonly VerilogToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < solid.length; i++) {
    const text = solid[i]?.text as string;
    if (text === "(" || text === "[" || text === "{") depth++;
    else if ((text === ")" || text === "]" || text === "}") && --depth === 0) return i;
  }
  return solid.length - 1;
}

/** Names of the modules declared, in order. */
export function moduleNames(solid: readonly VerilogToken[]): readonly string[] {
  return solid.flatMap(({ text }, i) => {
    if (text !== "module" && text !== "macromodule") return [];
    const next = solid[i + 1]?.text;
    const name = solid[next === "automatic" || next === "static" ? i + 2 : i + 1];
    return name?.kind === "name" ? [name.text] : [];
  });
}

function topOf(modules: readonly string[], solid: readonly VerilogToken[]): string {
  const children = new Map<string, Set<string>>(modules.map((name) => [name, new Set()]));
  let inside: Set<string> | undefined;
  solid.forEach(({ text }, i) => {
    if (text === "module" || text === "macromodule") inside = children.get(solid[i + 1]?.text as string);
    else if (text === "endmodule") inside = undefined;
    else if (children.has(text) && (solid[i + 1]?.kind === "name" || solid[i + 1]?.text === "#")) inside?.add(text);
  });
  const used = new Set([...children.values()].flatMap((set) => [...set]));
  const roots = modules.filter((name) => !used.has(name));
  const size = (name: string): number => {
    const seen = new Set([name]);
    for (const each of seen) for (const child of children.get(each) ?? []) seen.add(child);
    return seen.size;
  };
  return [...roots].sort((a, b) => size(b) - size(a))[0] ?? (modules[0] as string);
}
