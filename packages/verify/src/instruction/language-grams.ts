const LIMIT = 10_000;
const URL_LIKE = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/gu;
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/gu;

/** The n-grams of one to three characters of a text that language detection counts; words in capitals give none. */
export function languageGrams(text: string): string[] {
  const clean = mainScript(
    text
      .slice(0, 2 * LIMIT)
      .replace(URL_LIKE, " ")
      .replace(MAIL, " ")
      .replace(/ +/gu, " ")
      .slice(0, LIMIT),
  );
  const grams: string[] = [];
  let window = " ";
  let capitals = false;
  for (let i = 0; i < clean.length; i++) {
    const character = normalised(clean[i] as string, clean.charCodeAt(i));
    const last = window[window.length - 1] as string;
    if (last === " ") {
      window = " ";
      capitals = false;
      if (character === " ") continue;
    } else if (window.length >= 3) window = window.slice(1);
    window += character;
    if (!isCapital(character)) capitals = false;
    else if (isCapital(last)) capitals = true;
    if (capitals) continue;
    for (let n = 1; n <= Math.min(3, window.length); n++) {
      const gram = window.slice(window.length - n);
      if (gram !== " ") grams.push(gram);
    }
  }
  return grams;
}

// A text mostly in another script is judged without its Latin letters.
function mainScript(text: string): string {
  let latin = 0;
  let other = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x41 && code <= 0x7a) latin++;
    else if (isOther(code)) other++;
  }
  return latin * 2 < other ? text.replace(/[A-z]/gu, "") : text;
}

function isOther(code: number): boolean {
  return code >= 0x300 && (code < 0x1e00 || code > 0x1eff);
}

function isCapital(character: string): boolean {
  return character !== character.toLowerCase();
}

/** One sign for all of a script whose signs tell nothing apart. */
function normalised(character: string, code: number): string {
  if (code < 0x80) return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? character : " ";
  if (code < 0x100) return "\u00a0\u00ab\u00b0\u00bb".includes(character) ? " " : character;
  if (code === 0x219) return "\u015f";
  if (code === 0x21b) return "\u0163";
  if (code >= 0x1ea0 && code <= 0x1eff) return "\u1ec3";
  if (code === 0x6cc) return "\u064a";
  if (code >= 0x2000 && code <= 0x206f) return " ";
  if (code >= 0x3040 && code <= 0x309f) return "\u3042";
  if (code >= 0x30a0 && code <= 0x30ff) return "\u30a2";
  if ((code >= 0x3100 && code <= 0x312f) || (code >= 0x31a0 && code <= 0x31bf)) return "\u3105";
  if (code >= 0xac00 && code <= 0xd7af) return "\uac00";
  return character;
}
