/** The SQL in a text: its last fenced block, of SQL when one says so, else the whole text. */
export function queryText(text: string): string {
  if (!text.includes("```") && !text.includes("~~~")) return text;
  let last: string | undefined;
  let named: string | undefined;
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const open = /^\s{0,3}(`{3,}|~{3,})\s*([\w+-]*)/.exec(lines[i] as string);
    if (open === null) continue;
    let end = i + 1;
    while (end < lines.length && !(lines[end] as string).trim().startsWith(open[1] as string)) end++;
    last = lines.slice(i + 1, end).join("\n");
    if (/^(sql|sqlite3?|duckdb|postgres(ql)?|mysql)$/i.test(open[2] as string)) named = last;
    i = end;
  }
  return named ?? last ?? text;
}
