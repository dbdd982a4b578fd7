/** The program in a text: its last fenced block, of the language when one names it, else the whole text. */
export function programText(text: string, language: string): string {
  const lines = text.split("\n");
  let last: string | undefined;
  let named: string | undefined;
  for (let i = 0; i < lines.length; i++) {
    const open = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)/.exec(lines[i] as string);
    if (open === null) continue;
    const fence = open[1] as string;
    let end = i + 1;
    while (end < lines.length && !(lines[end] as string).trim().startsWith(fence)) end++;
    last = lines.slice(i + 1, end).join("\n");
    if (NAMES[language]?.includes((open[2] as string).toLowerCase())) named = last;
    i = end;
  }
  return named ?? last ?? text;
}

const NAMES: { readonly [language: string]: readonly string[] } = {
  python: ["python", "py", "python3"],
  javascript: ["javascript", "js", "jsx", "mjs"],
  typescript: ["typescript", "ts", "tsx", "mts"],
  shell: ["sh", "bash", "shell", "zsh", "console"],
};
