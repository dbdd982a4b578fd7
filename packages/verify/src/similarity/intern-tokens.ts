/** Numbers equal tokens equally, from 0, over several lists. */
export function internTokens(lists: readonly (readonly string[])[]): Int32Array[] {
  const ids = new Map<string, number>();
  return lists.map((list) => {
    const numbers = new Int32Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const token = list[i] as string;
      let id = ids.get(token);
      if (id === undefined) {
        id = ids.size;
        ids.set(token, id);
      }
      numbers[i] = id;
    }
    return numbers;
  });
}
