// LaTeX commands whose first letter is also a JSON escape (\b \f \n \r \t \u).
const COMMAND =
  /^(?:b(?:eta|egin|inom|ar|ig|oxed|mod|f\b|ullet|ot)|f(?:rac|loor|orall|box)|n(?:eq?|u|i|abla|ot|eg|mid|ewline)(?![a-z])|r(?:ight|ho|angle|floor|ceil|m|vert)|t(?:imes|ext|an|heta|au|frac|o|riangle|ilde|anh)|u(?:p|nderline|psilon))/;

/** Undoes JSON string escapes but keeps LaTeX commands that a model forgot to escape. */
export function repairEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  let out = "";
  for (let i = 0; i < raw.length; i++) {
    const c = raw[i] as string;
    if (c !== "\\") {
      out += c;
      continue;
    }
    const next = raw[i + 1];
    if (next === "\\" || next === '"' || next === "/") {
      out += next;
      i++;
    } else if (next === "u" && /^[0-9a-fA-F]{4}/.test(raw.slice(i + 2, i + 6))) {
      out += String.fromCharCode(Number.parseInt(raw.slice(i + 2, i + 6), 16));
      i += 5;
    } else if ((next === "n" || next === "t" || next === "r") && !COMMAND.test(raw.slice(i + 1, i + 12))) {
      out += next === "n" ? "\n" : " ";
      i++;
    } else out += c;
  }
  return out;
}
