/** Reads rows of separated values as Python's `csv` does: quotes double, a row ends with its line. */
export function readCsv(text: string, separator = ","): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let begun = false;
  const endRow = () => {
    if (begun) row.push(field);
    rows.push(row);
    row = [];
    field = "";
    begun = false;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[++i] as string;
      else quoted = false;
    } else if (character === '"' && field === "") {
      quoted = true;
      begun = true;
    } else if (character === separator) {
      row.push(field);
      field = "";
      begun = true;
    } else if (character === "\n") endRow();
    else if (character !== "\r") {
      field += character;
      begun = true;
    }
  }
  if (begun || row.length > 0) endRow();
  return rows;
}
