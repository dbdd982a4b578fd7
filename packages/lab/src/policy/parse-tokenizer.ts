/** Turns text into tokens and back. */
export interface Tokenizer {
  /** Text of each token. */
  readonly vocabulary: readonly string[];
  readonly begin: number;
  readonly end: number;
  /** Tokens of a text; `begin` comes first. */
  encode(text: string): number[];
  decode(ids: ArrayLike<number>): string;
}

const BEGIN = 1;
const END = 2;
/** Tokens 3 … 258 are single bytes. */
const BYTES = 3;

/**
 * The byte-pair tokenizer of llama2.c: int32 length of the longest token, then score, length and bytes of each.
 *
 * Encoding puts a space before the text, begins with characters (or the bytes of those it does not know) and merges,
 * one by one, the neighbours whose union has the highest score.
 */
export function parseTokenizer(bytes: Uint8Array): Tokenizer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [pieces, scores]: [Uint8Array[], number[]] = [[], []];
  for (let at = 4; at < bytes.length; ) {
    const length = view.getInt32(at + 4, true);
    scores.push(view.getFloat32(at, true));
    pieces.push(bytes.slice(at + 8, at + 8 + length));
    at += 8 + length;
  }
  const decoder = new TextDecoder();
  const vocabulary = pieces.map((piece) => decoder.decode(piece));
  const idOf = new Map(vocabulary.map((text, id) => [text, id] as const).filter(([, id]) => id >= BYTES + 256));
  return {
    vocabulary,
    begin: BEGIN,
    end: END,
    encode: (text) =>
      text === "" ? [BEGIN] : [BEGIN, ...merge(characters(` ${text}`, idOf), vocabulary, idOf, scores)],
    decode: (ids) => decode(ids, pieces),
  };
}

function characters(text: string, idOf: ReadonlyMap<string, number>): number[] {
  const encoder = new TextEncoder();
  return [...text].flatMap((character) => {
    const id = idOf.get(character);
    return id === undefined ? [...encoder.encode(character)].map((byte) => byte + BYTES) : [id];
  });
}

function merge(
  ids: number[],
  vocabulary: readonly string[],
  idOf: ReadonlyMap<string, number>,
  scores: readonly number[],
): number[] {
  for (;;) {
    let [best, place, id] = [Number.NEGATIVE_INFINITY, -1, -1];
    for (let i = 0; i + 1 < ids.length; i++) {
      const union = idOf.get(`${vocabulary[ids[i] as number]}${vocabulary[ids[i + 1] as number]}`);
      if (union !== undefined && (scores[union] as number) > best)
        [best, place, id] = [scores[union] as number, i, union];
    }
    if (place < 0) return ids;
    ids.splice(place, 2, id);
  }
}

function decode(ids: ArrayLike<number>, pieces: readonly Uint8Array[]): string {
  const bytes: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id === BEGIN || id === END) continue;
    if (id >= BYTES && id < BYTES + 256) bytes.push(id - BYTES);
    else {
      const piece = pieces[id] as Uint8Array;
      const strips = ids[i - 1] === BEGIN && piece[0] === 32;
      bytes.push(...(strips ? piece.subarray(1) : piece));
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
