import { formatResults, readIndex, where as search } from "../where/index.ts";

/** `guerdon where WORDS`: exit code 1 when nothing is found. */
export async function where(words: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  const asked = words.flatMap((word) => word.split(/\s+/u)).filter((word) => word !== "");
  const results = search(asked, readIndex());
  if (options.json === true) process.stdout.write(`${JSON.stringify(results)}\n`);
  else process.stdout.write(formatResults(asked, results));
  return results.length === 0 ? 1 : 0;
}
