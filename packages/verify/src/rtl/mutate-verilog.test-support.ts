import { solidTokens, type VerilogToken, verilogText, verilogTokens } from "./verilog-tokens.ts";

export interface Mutant {
  readonly kind: "operator" | "constant" | "edge" | "width" | "branch" | "inversion";
  readonly text: string;
}

const SWAPS: { readonly [sign: string]: string } = {
  "&": "|",
  "|": "&",
  "^": "&",
  "+": "-",
  "-": "+",
  "<": ">",
  ">": "<",
};

/** One small change a mutant, in the order of their places; the header of the module stays as it is. */
export function mutateVerilog(source: string): readonly Mutant[] {
  const tokens = verilogTokens(source);
  const solid = solidTokens(tokens);
  const places = tokens.flatMap(({ kind }, at) => (kind === "space" ? [] : [at]));
  const body = solid.findIndex(({ text }) => text === ";") + 1;
  const mutants: Mutant[] = [];
  const change = (kind: Mutant["kind"], place: number, text: string, drop = 0): void => {
    const at = places[place] as number;
    const changed = tokens.map((token, i): VerilogToken => {
      if (i === at) return { ...token, text };
      return i > at && i <= (places[place + drop] as number) ? { ...token, text: " " } : token;
    });
    mutants.push({ kind, text: verilogText(changed) });
  };
  for (let i = body; i < solid.length; i++) {
    const { kind, text } = solid[i] as VerilogToken;
    const [before, after] = [solid[i - 1]?.text ?? "", solid[i + 1]?.text ?? ""];
    const isBinary = /^[\w)\]}]/.test(before.at(-1) ?? "") && before !== "return";
    if (text === "posedge" || text === "negedge") change("edge", i, text === "posedge" ? "negedge" : "posedge");
    else if (text === "if" && after === "(") change("branch", i + 1, "(1'b0 & ");
    else if (text === "~" || (text === "!" && after !== "=")) change("inversion", i, " ");
    else if (kind === "number" && after === ":" && solid[i + 2]?.text === "0") {
      change("width", i, String(Math.max(0, Number(text) - 1)));
    } else if (kind === "number" && /^\d+$/.test(text) && !after.startsWith("'")) {
      change("constant", i, String(Number(text) + 1));
    } else if (kind === "number" && /^'[bdh][0-9a-f_]+$/i.test(text)) change("constant", i, flipped(text));
    else if ((text === "=" || text === "!") && after === "=" && !/[=!<>]/.test(before)) {
      change("operator", i, text === "=" ? "!" : "=");
      i++;
    } else if (text in SWAPS && isBinary && !/^[&|=<>+-]/.test(after)) change("operator", i, SWAPS[text] as string);
    else if ((text === "&" || text === "|") && after === text) {
      change("operator", i, (SWAPS[text] as string).repeat(2), 1);
      i++;
    }
  }
  return mutants;
}

/** The lowest digit made another one. */
function flipped(text: string): string {
  const last = Number.parseInt(text.at(-1) as string, 16);
  return text.slice(0, -1) + (last === 0 ? 1 : last - 1).toString(16);
}
