export interface VerilogToken {
  readonly kind: "name" | "number" | "text" | "system" | "directive" | "sign" | "space";
  /** As it stands in the source, but for a comment or an attribute, which is a space. */
  readonly text: string;
}

const RULES: readonly (readonly [VerilogToken["kind"], RegExp])[] = [
  ["space", /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\(\*(?!\s*\))[\s\S]*?\*\)/y],
  ["name", /[A-Za-z_][\w$]*|\\[!-~]+(?=\s)/y],
  ["system", /\$[\w$]*/y],
  ["directive", /`[\w$]*/y],
  ["text", /"(?:[^"\\\n]|\\[^\n])*"/y],
  ["number", /\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|'[sS]?[bBoOdDhH]\s*[\da-fA-FxXzZ?_]+|'[01xXzZ](?!\w)/y],
  ["sign", /[\s\S]/y],
];

/**
 * Reads Verilog into tokens, in linear time. Comments and attributes become spaces with their line ends, so that what
 * a tool is told in them is lost and the tokens written one after the other are what it reads.
 */
export function verilogTokens(source: string): readonly VerilogToken[] {
  const tokens: VerilogToken[] = [];
  let unclosed = false;
  for (let at = 0; at < source.length; ) {
    for (const [kind, rule] of RULES) {
      // After one comment without an end every other one has none either.
      if (kind === "space" && unclosed && /[/(]/.test(source[at] as string) && source[at + 1] === "*") continue;
      rule.lastIndex = at;
      const found = rule.exec(source)?.[0];
      if (found === undefined) {
        if (kind === "space" && /[/(]/.test(source[at] as string) && source[at + 1] === "*") {
          unclosed = !/^\(\*\s*\)/.test(source.slice(at, at + 64));
        }
        continue;
      }
      tokens.push({ kind, text: kind === "space" ? blank(found) : found });
      at += found.length;
      break;
    }
  }
  return tokens;
}

function blank(space: string): string {
  return /^\s/.test(space) ? space : ` ${space.replace(/[^\n]+/g, "")}`;
}

/** The source that tokens stand for. */
export function verilogText(tokens: readonly VerilogToken[]): string {
  return tokens.map(({ text }) => text).join("");
}

/** The tokens that are not spaces, with escaped names as what they name. */
export function solidTokens(tokens: readonly VerilogToken[]): readonly VerilogToken[] {
  return tokens
    .filter(({ kind }) => kind !== "space")
    .map((token) => (token.text.startsWith("\\") ? { kind: "name", text: token.text.slice(1) } : token));
}
