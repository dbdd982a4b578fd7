import { createHash } from "node:crypto";
import { closing, moduleNames } from "./screen-verilog.ts";
import { solidTokens, type VerilogToken, verilogText, verilogTokens } from "./verilog-tokens.ts";

export interface HiddenBench {
  readonly text: string;
  /** The module of the bench that no other instantiates. */
  readonly root: string;
  /** The module that the bench instantiates and does not declare: the design's top. */
  readonly top: string;
}

const STARTS = new Set(["module", "macromodule", "interface", "package", "program", "class", "primitive", "checker"]);
const SCOPES = new Set(["begin", "fork", "end", "join", "join_any", "join_none"]);
const LIFETIMES = new Set(["automatic", "static"]);

/**
 * Renames every scope of a test bench (modules, instances, tasks, functions, blocks) by a hash of bench and design, so
 * that the design can neither instantiate the bench's reference nor reach into the bench by a path.
 */
export function hideBench(bench: string, design: string): HiddenBench | { readonly wrong: string } {
  const solid = solidTokens(verilogTokens(bench));
  const modules = new Set(moduleNames(solid));
  const instances = instancesOf(solid, modules);
  const used = new Set(instances.map(({ module }) => module));
  const open = [...used].filter((name) => !modules.has(name));
  const roots = [...modules].filter((name) => !used.has(name));
  const [top, root] = [open[0], roots.at(-1)];
  if (top === undefined || open.length > 1) {
    return {
      wrong: `Expected a bench that instantiates one module it does not declare, got ${open.join(", ") || "none"}.`,
    };
  }
  if (!/^[\w$]+$/.test(top)) return { wrong: `Expected a plain name of the design's module, got \`${top}\`.` };
  if (root === undefined) return { wrong: "Expected a bench with a module that no other instantiates, got none." };
  const names = new Set([...modules, ...scopeNames(solid), ...instances.map(({ instance }) => instance)]);
  names.delete(top);
  const suffix = `_${createHash("sha256")
    .update(JSON.stringify([bench, design]))
    .digest("hex")
    .slice(0, 24)}`;
  const text = verilogText(renamed(verilogTokens(bench), { names, suffix, kept: keptTokens(instances, top, solid) }));
  return { text, root: root + suffix, top };
}

interface Instance {
  readonly module: string;
  readonly instance: string;
  readonly open: number;
}

/** `Module #(…) name (…)`. */
function instancesOf(solid: readonly VerilogToken[], modules: ReadonlySet<string>): readonly Instance[] {
  const found: Instance[] = [];
  solid.forEach(({ kind, text }, i) => {
    if (kind !== "name" || KEYWORDS.has(text) || solid[i - 1]?.text === ".") return;
    let at = i + 1;
    if (solid[at]?.text === "#" && solid[at + 1]?.text === "(") at = closing(solid, at + 1) + 1;
    const name = solid[at];
    if (name?.kind !== "name" || KEYWORDS.has(name.text)) return;
    let open = at + 1;
    while (solid[open]?.text === "[") open = closing(solid, open) + 1;
    if (solid[open]?.text !== "(") return;
    const before = solid[i - 1]?.text;
    const isStatement =
      before === undefined || [";", ")", "begin", "end", "endmodule", "generate", "endtask"].includes(before);
    if (modules.has(text) || isStatement || solid[open + 1]?.text === ".") {
      found.push({ module: text, instance: name.text, open });
    }
  });
  return found;
}

function scopeNames(solid: readonly VerilogToken[]): readonly string[] {
  return solid.flatMap(({ kind, text }, i) => {
    if (kind !== "name") return [];
    const next = solid[i + 1];
    if (STARTS.has(text)) return [LIFETIMES.has(next?.text ?? "") ? solid[i + 2] : next].flatMap(nameOf);
    if (SCOPES.has(text) && next?.text === ":") return [solid[i + 2]].flatMap(nameOf);
    if (text !== "task" && text !== "function") return [];
    let at = i + 1;
    while (at < solid.length && solid[at]?.text !== "(" && solid[at]?.text !== ";") at++;
    return [solid[at - 1]].flatMap(nameOf);
  });
}

const nameOf = (token: VerilogToken | undefined): string[] => (token?.kind === "name" ? [token.text] : []);

/** Names of the design's ports and parameters, which stay as they are where the bench connects them. */
function keptTokens(instances: readonly Instance[], top: string, solid: readonly VerilogToken[]): ReadonlySet<number> {
  const kept = new Set<number>();
  for (const { module, open } of instances) {
    if (module !== top) continue;
    for (let i = open; i < closing(solid, open); i++) if (solid[i]?.text === ".") kept.add(i + 1);
  }
  return kept;
}

interface Renaming {
  readonly names: ReadonlySet<string>;
  readonly suffix: string;
  /** Places among the tokens that are not spaces. */
  readonly kept: ReadonlySet<number>;
}

function renamed(tokens: readonly VerilogToken[], { names, suffix, kept }: Renaming): readonly VerilogToken[] {
  let place = 0;
  return tokens.map((token) => {
    if (token.kind === "space") return token;
    const isKept = kept.has(place++);
    const name = token.text.replace(/^\\/, "");
    return token.kind === "name" && !isKept && names.has(name) ? { ...token, text: name + suffix } : token;
  });
}

const KEYWORDS = new Set(
  `always always_comb always_ff always_latch and assign automatic begin bit buf bufif0 bufif1 byte case casex casez
  const default else end endcase endfunction endgenerate endmodule endtask enum event final for forever fork function
  generate genvar if initial inout input int integer join localparam logic longint macromodule module nand negedge nor
  not or output packed parameter posedge real reg repeat return shortint signed static string struct task time tri
  tri0 tri1 typedef union unique unsigned var void wait wand while wire wor xnor xor do foreach disable supply0 supply1
  assert property import export modport interface package class program`
    .trim()
    .split(/\s+/),
);
