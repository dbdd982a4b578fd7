/** Keeps what was made last in this process, so that arms which differ only in what comes after do not make it again. */
export type LastMade<T> = (key: unknown, make: () => Promise<T>) => Promise<T>;

/**
 * What is made must be a function of the key alone: an arm then has the same bits whether it made it or found it.
 */
export function createLastMade<T>(): LastMade<T> {
  let last: { readonly key: string; readonly made: Promise<T> } | undefined;
  return (key, make) => {
    const text = JSON.stringify(key);
    if (last?.key !== text) last = { key: text, made: make() };
    return last.made;
  };
}
