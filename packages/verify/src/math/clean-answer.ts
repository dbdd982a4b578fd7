const WRAPPERS: readonly (readonly [string, string])[] = [
  ["$$", "$$"],
  ["$", "$"],
  ["\\(", "\\)"],
  ["\\[", "\\]"],
  ["**", "**"],
  ["`", "`"],
  ['"', '"'],
];

/** Takes off what only surrounds an answer: spaces, `$…$`, `\(…\)`, `**…**`, a full stop at the end. */
export function cleanAnswer(text: string): string {
  let out = text.trim();
  for (let round = 0; round < 6; round++) {
    const before = out;
    if (/[^.\\]\.$/.test(out)) out = out.slice(0, -1).trim();
    for (const [open, close] of WRAPPERS) {
      if (out.length > open.length + close.length && out.startsWith(open) && out.endsWith(close)) {
        out = out.slice(open.length, -close.length).trim();
        break;
      }
    }
    if (out === before) break;
  }
  return out;
}

// Stands for a space that must stay; a private-use character cannot be in a screened text.
const KEPT = "\uE000";

/**
 * One form for texts that differ only in looks: spaces, `\left`, `\dfrac`, `\text{…}`, `$`.
 * A space between two digits stays, so that `1 2` is not 12.
 */
export function sameLooks(text: string): string {
  return text
    .replace(/\\(?:left|right|displaystyle|limits|quad|qquad)(?![a-zA-Z])|\\!/g, "")
    .replace(/\\[,;: ]|[$~\n\t\r]/g, " ")
    .replace(/\\[dtc]frac(?![a-zA-Z])/g, "\\frac")
    .replace(/\\(?:text|mbox|mathrm|textbf|textit|textrm|textnormal)\s*\{([^{}0-9]*)\}/g, " $1 ")
    .replace(/(\d)\s+(?=\d)/g, `$1${KEPT}`)
    .replace(/\s+/g, "")
    .replaceAll(KEPT, " ")
    .replace(/\.$/, "");
}

/** Words with case, punctuation and spaces removed. */
export function bareWords(text: string): string {
  const words = sameLooks(text).replace(/\\[a-zA-Z]+|[{}\\().,;:!?'"*_`-]/g, "");
  return words.length > 1 ? words.toLowerCase() : words;
}
