import { isWord } from "./read-statements.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** The tables of a query by the names it gives them, in lower case. */
export function tableAliases(tokens: readonly SqlToken[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (let i = 1; i < tokens.length; i++) {
    const before = tokens[i - 1] as SqlToken;
    if (!(["FROM", "JOIN"].some((word) => isWord(before, word)) || before.value === ",") || !isName(tokens[i]))
      continue;
    const table = (tokens[i] as SqlToken).value.toLowerCase();
    const alias = tokens[isWord(tokens[i + 1], "AS") ? i + 2 : i + 1];
    aliases.set(table, table);
    if (isName(alias)) aliases.set(alias.value.toLowerCase(), table);
  }
  return aliases;
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === "word" || token?.kind === "name";
}
