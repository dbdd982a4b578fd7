/** Tokens that end a turn or a text, in the words of common tokenizers. */
const ENDS = [
  "<|im_end|>",
  "<|endoftext|>",
  "<|end_of_text|>",
  "<|eot_id|>",
  "<|end|>",
  "<end_of_turn>",
  "</s>",
  "<eos>",
];

/**
 * What a policy wrote: the query without the prompt it begins with and without the tokens that end it.
 *
 * OpenRLHF decodes prompt and response together and keeps special tokens; a checker that compares whole answers would
 * never match. A query that does not begin with the prompt is taken whole.
 *
 * ```ts doctest
 * import { splitQuery } from "@guerdon/server/adapter";
 * splitQuery("<|user|>2 + 2?<|assistant|>4<|im_end|>", "<|user|>2 + 2?<|assistant|>") // => "4"
 * ```
 */
export function splitQuery(query: string, prompt: string): string {
  let text = query.startsWith(prompt) ? query.slice(prompt.length) : query;
  for (let end = endOf(text); end !== undefined; end = endOf(text)) text = text.slice(0, -end.length);
  return text;
}

function endOf(text: string): string | undefined {
  return ENDS.find((end) => text.endsWith(end));
}
