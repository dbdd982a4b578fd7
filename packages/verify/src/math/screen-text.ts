/** What the screening of one answer text gives: a cleaned text, or why it is refused. */
export type Screened = { readonly text: string } | { readonly refused: string };

const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "—": "-",
  "﹣": "-",
  "‐": "-",
  "‑": "-",
  "×": "\\times ",
  "÷": "\\div ",
  "·": "\\cdot ",
  "⋅": "\\cdot ",
  "∙": "\\cdot ",
  "•": "\\cdot ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "⩽": "\\le ",
  "⩾": "\\ge ",
  "≠": "\\ne ",
  "≈": "\\approx ",
  "∞": "\\infty ",
  "±": "\\pm ",
  "∓": "\\mp ",
  "∪": "\\cup ",
  "∩": "\\cap ",
  "∈": "\\in ",
  "∅": "\\emptyset ",
  "√": "\\sqrt ",
  π: "\\pi ",
  "°": "^\\circ ",
  º: "^\\circ ",
  "∑": "\\sum ",
  "∏": "\\prod ",
  "∫": "\\int ",
  ℝ: "\\mathbb{R}",
  "⌊": "\\lfloor ",
  "⌋": "\\rfloor ",
  "⌈": "\\lceil ",
  "⌉": "\\rceil ",
  "′": "'",
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "″": '"',
  "…": "\\dots ",
  "⟨": "\\langle ",
  "⟩": "\\rangle ",
  α: "\\alpha ",
  β: "\\beta ",
  γ: "\\gamma ",
  δ: "\\delta ",
  ε: "\\epsilon ",
  θ: "\\theta ",
  λ: "\\lambda ",
  μ: "\\mu ",
  µ: "\\mu ",
  ρ: "\\rho ",
  σ: "\\sigma ",
  τ: "\\tau ",
  φ: "\\phi ",
  ω: "\\omega ",
  Δ: "\\Delta ",
  Σ: "\\Sigma ",
  Ω: "\\Omega ",
  Φ: "\\Phi ",
  Γ: "\\Gamma ",
  Λ: "\\Lambda ",
  Θ: "\\Theta ",
  "½": "\\frac{1}{2}",
  "⅓": "\\frac{1}{3}",
  "⅔": "\\frac{2}{3}",
  "¼": "\\frac{1}{4}",
  "¾": "\\frac{3}{4}",
  "⅕": "\\frac{1}{5}",
  "⅛": "\\frac{1}{8}",
  "€": "$",
  "£": "$",
  "¥": "$",
  "₹": "$",
  "，": ",",
  "。": ".",
  "：": ":",
  "；": ";",
  "（": "(",
  "）": ")",
  "、": ",",
  "￥": "$",
  "％": "%",
  "＝": "=",
  "－": "-",
  "＋": "+",
  "．": ".",
  "／": "/",
  "⁄": "/",
  "∕": "/",
};
const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUB = "₀₁₂₃₄₅₆₇₈₉";
/** Zero-width, direction and joiner characters, soft hyphen, variation selectors, private use, tags. */
const HIDDEN = /[\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]/u;
const MARK = /\p{M}/u;
const FOREIGN_LETTER = /[^\p{Script=Latin}\P{L}]/u;
// Scripts whose capitals or small letters are drawn like Latin ones.
const LOOKALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Deseret}]/u;
// A look-alike letter that touches an ASCII letter, digit or backslash.
const MIXED_LETTER = new RegExp(`[0-9A-Za-z\\\\.,]${LOOKALIKE.source}|${LOOKALIKE.source}[0-9A-Za-z\\\\]`, "u");
const LATIN_COPY =
  /[\u0130\u0131\u017F\u01C0-\u01C3\u0237\u1D00-\u1DBF\u2071\u207F\u2090-\u209C\u212A\u2160-\u217F\uA730-\uA7FF\uFF21-\uFF3A\uFF41-\uFF5A]/u;
const SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;

/** Runs of one kind of non-ASCII digit become ASCII digits; a run that mixes kinds is a forgery. */
function foldDigits(text: string): string | undefined {
  let mixed = false;
  const folded = text.replace(/[\p{Nd}]+/gu, (run) => {
    if (/^[0-9]+$/.test(run)) return run;
    let zero = -1;
    let out = "";
    for (const ch of run) {
      const code = ch.codePointAt(0) as number;
      const digit = digitValue(ch);
      if (digit < 0 || (zero >= 0 && code - digit !== zero)) mixed = true;
      zero = code - digit;
      out += String(Math.max(digit, 0));
    }
    return out;
  });
  return mixed ? undefined : folded;
}

/** Value of a decimal digit of any script: such digits come in runs of ten from a digit zero. */
function digitValue(ch: string): number {
  const code = ch.codePointAt(0) as number;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10;
  return code - zero;
}

/** Superscripts become `^{…}` and subscripts `_{…}`. */
function foldScripts(text: string): string {
  return text
    .replace(/⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu, (run) => `^{${[...run].map((c) => (c === "⁻" ? "-" : SUPER.indexOf(c))).join("")}}`)
    .replace(/[₀₁₂₃₄₅₆₇₈₉]+/gu, (run) => `_{${[...run].map((c) => SUB.indexOf(c)).join("")}}`);
}

function screenUnicode(raw: string): Screened {
  const text = raw.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, "").replace(SPACES, " ");
  if (HIDDEN.test(text)) return { refused: "invisible characters inside the answer" };
  const folded = foldDigits(text);
  if (folded === undefined) return { refused: "one number mixes digits of several scripts" };
  let out = foldScripts(folded).replace(/\P{ASCII}/gu, (ch) => SIGNS[ch] ?? ch);
  if (/\P{ASCII}/u.test(out)) {
    if (MARK.test(out.normalize("NFC"))) return { refused: "combining marks inside the answer" };
    if (MIXED_LETTER.test(out)) return { refused: "look-alike letters of another script beside Latin ones or digits" };
    if (LATIN_COPY.test(out) || /[^\P{N}0-9]/u.test(out)) return { refused: "look-alike letters or digits" };
    if (FOREIGN_LETTER.test(out) && LOOKALIKE.test(out) && isLoneLetter(out))
      return { refused: "a look-alike letter alone" };
    out = out.normalize("NFC");
  }
  return { text: out };
}

const isLoneLetter = (text: string): boolean => /^[^\p{L}]*\p{L}[^\p{L}]*$/u.test(text);

/**
 * Cleans one answer text, or refuses it: too long, invisible characters, look-alike letters, digits of mixed scripts.
 * Digits of one script (full-width, Arabic-Indic…) and the usual maths signs are rewritten in ASCII or LaTeX.
 *
 * @param characters - longest text that is read at all
 */
export function screenText(text: string, characters: number): Screened {
  if (text.length > characters) return { refused: `longer than ${characters} characters` };
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 126) return screenUnicode(text);
    if (c < 32 && c !== 9 && c !== 10 && c !== 13 && c !== 12)
      return { refused: "control characters inside the answer" };
  }
  return { text };
}
