const MARKED =
  /(?:answer|choice|option)(?:\s+(?:is|should be|would be))?(?:\s+(?:for sure|definitely|clearly|therefore|thus|option))?\s*[:：]?\s*\**\(?([A-J])\)?(?![A-Za-z'’])/g;
const LEADING = /(?:^|\n)\s*\**\(?([A-J])(?:\)|[.:,]|\*|\s|$)/g;
const ALONE = /(?<![A-Za-z'’])(?:\(([A-J])\)|([B-HJ])(?![A-Za-z'’])|(A)(?=[.,;:)\]]|\s*$))/g;

/** The letter of a multiple-choice answer: after "answer is", else at the start of a line, else the last one alone. */
export function extractChoice(text: string): string | undefined {
  const tail = text.length > 4000 ? text.slice(-4000) : text;
  return last(tail, MARKED) ?? last(tail, LEADING) ?? last(tail, ALONE);
}

const MORE = /^\)?\s*(?:,?\s*(?:or|and|\/|&)|,)\s*\(?([A-J])\)?(?![A-Za-z'’])/;

/** The last match; letters listed after it come along, so that naming several options is one answer of several. */
function last(text: string, pattern: RegExp): string | undefined {
  let letter: string | undefined;
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    letter = found[1] ?? found[2] ?? found[3];
    end = found.index + found[0].lastIndexOf(letter as string) + 1;
  }
  for (let more = MORE.exec(text.slice(end, end + 20)); letter && more; more = MORE.exec(text.slice(end, end + 20))) {
    letter += `, ${more[1]}`;
    end += more[0].length;
  }
  return letter;
}
