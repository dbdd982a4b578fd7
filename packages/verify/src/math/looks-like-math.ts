const ALLOWED =
  /^(?:and|or|pi|sqrt|sin|cos|tan|cot|sec|csc|log|ln|exp|max|min|gcd|lcm|abs|inf|infinity|arcsin|arccos|arctan|mod|percent|pct|cm|mm|km|kg)$/i;

/** True when a short text is a formula rather than a sentence: hardly any words outside of commands. */
export function looksLikeMath(text: string): boolean {
  if (text.length > 400 || /\n\s*\n/.test(text)) return false;
  if (/^-?\$?[\d,]*\.?\d+%?$/.test(text)) return true;
  const bare = text
    .replace(/([\d)}])(or|and)(?=[A-Z(\\-])/g, "$1 $2 ")
    .replace(/\\(?:text\w*|mbox)\s*\{[^{}]*\}/g, " ")
    .replace(/\\[a-zA-Z]+/g, " ");
  let words = 0;
  for (const [word] of bare.matchAll(/[\p{L}]{3,}/gu)) if (!ALLOWED.test(word) && !/^[A-Z]+$/.test(word)) words++;
  if (words === 0) return /[\p{L}\p{N}\\]/u.test(text);
  // One or two words after a number are its unit.
  return (
    words <= 3 && /^[-−]?[$€£]?[\d.,/\s]+(?:%|[\p{L}²³]+(?:[ /](?!and\b|or\b)[\p{L}²³]+){0,3})\.?$/u.test(text.trim())
  );
}
