/** A declared answer: what follows "final answer is", "####", "A:", "the answer is" up to the end of its sentence. */
export interface Marker {
  readonly at: number;
  readonly segment: string;
  /** It says that it is final, so that it outranks an earlier box. */
  readonly final: boolean;
}

const FINAL = /####|\*{0,2}final\s+answer\*{0,2}(?:\s+is)?\s*[:：]?\*{0,2}|(?:^|\n)A:\s/gi;
const PLAIN =
  /\b(?:the\s+)?(?:correct\s+)?answer\*{0,2}\s*(?:is|are|should be|equals|=|[:：])\*{0,2}|\b(?:la\s+)?respuesta(?:\s+final)?\s*(?:es|[:：])|\b(?:la\s+)?réponse(?:\s+finale)?\s*(?:est|[:：])|\b(?:die\s+)?antwort\s*(?:ist|lautet|[:：])|(?:答案|答え)\s*(?:是|为|は|[:：])|ответ\s*[:：—-]|\b(?:a\s+)?resposta\s*(?:é|[:：])|\bla\s+risposta\s*(?:è|[:：])/giu;

const SEGMENT = 600;

/** The last final marker, or else the last plain one. */
export function findMarker(text: string): Marker | undefined {
  return lastOf(text, FINAL, true) ?? lastOf(text, PLAIN, false);
}

function lastOf(text: string, pattern: RegExp, final: boolean): Marker | undefined {
  const spots: number[][] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    spots.push([found.index, pattern.lastIndex]);
    if (spots.length > 2000) spots.shift();
  }
  for (let j = spots.length - 1; j >= 0 && j > spots.length - 20; j--) {
    const [at = 0, end = 0] = spots[j] as number[];
    const segment = sentenceAfter(text, end);
    if (/[\p{L}\p{N}]/u.test(segment)) return { at, segment, final };
  }
  return undefined;
}

/** The text from `at` to the end of its sentence or line, without leading "is", ":" and quotes. */
function sentenceAfter(text: string, at: number): string {
  const part = text
    .slice(at, at + SEGMENT)
    .replace(/^[\s:：*]+/, "")
    .replace(/^(?:is|are|=)\s*[:：]?\s*/i, "");
  const nested = /^(?:the\s+)?(?:final\s+)?answer\s*(?:is)?\s*[:：]?\s*/i.exec(part);
  const start = nested ? part.slice(nested[0].length) : part;
  const display = /^\s*(?:\$\$|\\\[)/.test(start);
  const end = display
    ? /(?:\$\$|\\\])\s*(?=[^\s\S]|$|\s|\.)/.exec(start.slice(2))
    : /\n|<\||。|[.!?](?=\s+[A-Z[(<]|\s*$)(?!\d)/.exec(start);
  if (display) return end ? start.slice(0, end.index + 2 + end[0].length).trim() : start.trim();
  return (end ? start.slice(0, end.index) : start).replace(/^\\?["“]|\\?["”]$/g, "").trim();
}
