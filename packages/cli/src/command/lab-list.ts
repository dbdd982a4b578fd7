import { didYouMean } from "@guerdon/core/error";
import { runCatalogue } from "@guerdon/lab/run";
import { formatCatalogue } from "../lab/format-catalogue.ts";

/** `guerdon lab list [WORDS]`: all that an experiment may name; exit code 1 when nothing matches. */
export async function labList(
  words: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<number> {
  const all = runCatalogue();
  const wanted = words.map((word) => word.toLowerCase());
  const entries = all.filter(({ kind, name, summary }) => {
    const text = `${kind} ${name} ${summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  if (json) process.stdout.write(`${JSON.stringify(entries)}\n`);
  else if (entries.length === 0) {
    const names = all.map(({ name }) => name);
    const near = words.length === 1 ? didYouMean(words[0] as string, names) : "";
    process.stdout.write(`${`Nothing matches \`${words.join(" ")}\`. ${near}`.trim()}\n`);
  } else process.stdout.write(formatCatalogue(entries));
  return entries.length === 0 ? 1 : 0;
}
