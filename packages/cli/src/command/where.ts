import { where as search } from "../where/where.ts";

/** `guerdon where WORDS`. */
export async function where(words: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  throw new Error(`${search}${words}${options}`);
}
