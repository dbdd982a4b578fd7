import { splitWords } from "./split-words.ts";

/** The tokenizers of BLEU, by their names in sacreBLEU. */
export const BLEU_TOKENIZERS = ["13a", "none", "char", "intl", "zh"] as const;

export type BleuTokenizer = (typeof BLEU_TOKENIZERS)[number];

/**
 * Splits a text into the tokens BLEU counts, by the rules of mteval-v13a, mteval-v14 (`intl`), by characters,
 * by white space alone (`none`), or with each Chinese character on its own (`zh`).
 *
 * The rules and character ranges are those of sacreBLEU 2.6 (Apache-2.0; `zh`: MIT, Shujian Huang).
 *
 * ```ts doctest
 * import { tokenizeForBleu } from "@guerdon/verify/similarity";
 * tokenizeForBleu("It costs $1,250.50.", "13a") // => ["It", "costs", "$", "1,250.50", "."]
 * ```
 */
export function tokenizeForBleu(text: string, tokenizer: BleuTokenizer): string[] {
  return splitWords(RULES[tokenizer](text.trimEnd()));
}

const RULES: { readonly [K in BleuTokenizer]: (text: string) => string } = {
  "13a": (text) => {
    let line = text.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
    if (line.includes("&")) {
      line = line.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    }
    return spaceWestern(` ${line} `);
  },
  none: (text) => text,
  char: (text) => [...text].join(" "),
  intl: (text) =>
    text
      .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
      .replace(/(\p{P})(\P{N})/gu, " $1 $2")
      .replace(/(\p{S})/gu, " $1 "),
  zh: (text) => spaceWestern(text.trim().replace(CHINESE, " $1 ")),
};

/** Signs that always stand alone; blanks are left out of the published class, for they are split at anyway. */
const SIGNS = /([{-~[-`!-&(-+:-@/])/g;
const SIGN = /[{-~[-`!-&(-+:-@/]/;
const POINT = /[.,]/;
const POINTS = /[.,]{2}/;

/** The language-dependent part of mteval-v13a. */
function spaceWestern(text: string): string {
  let line = SIGN.test(text) ? text.replace(SIGNS, " $1 ") : text;
  if (POINT.test(line)) line = spacePoints(line);
  return line.includes("-") ? line.replace(/([0-9])(-)/g, "$1 $2 ") : line;
}

/** A point or comma stands alone unless it is between digits. Of two in a row the published rules see one: then they decide. */
function spacePoints(line: string): string {
  if (!POINTS.test(line)) return line.replace(/(?<![0-9])[.,]|[.,](?![0-9])/g, " $& ");
  return line.replace(/([^0-9])([.,])/g, "$1 $2 ").replace(/([.,])([^0-9])/g, " $1 $2");
}

/**
 * The ranges sacreBLEU calls Chinese. Two of its ranges are written with five digits after `\u` and therefore mean
 * other characters (U+2000, U+2F80 …); as compared there, by strings, they hold U+2001 … U+2A6D and U+2F81 … U+2FA1.
 */
const CHINESE =
  /([\u3400-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\u2001-\u2a6d\u2f81-\u2fa1\uff00-\uffef\u2e80-\u2eff\u3000-\u303f\u31c0-\u31ef\u2f00-\u2fdf\u2ff0-\u2fff\u3100-\u312f\u31a0-\u31bf\ufe10-\ufe1f\ufe30-\ufe4f\u2600-\u26ff\u2700-\u27bf\u3200-\u33ff])/gu;
