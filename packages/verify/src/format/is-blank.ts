/** Tells whether a stretch of text is empty or white space. */
export function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    if (code < 0x80 || (text[i] as string).trim() !== "") return false;
  }
  return true;
}
