/**
 * The key of a named random stream: same seed and name, same stream; other names, unrelated streams.
 *
 * FNV-1a over the UTF-16 units of the name, mixed with the seed by two rounds of the MurmurHash3 finaliser.
 */
export function streamKey(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return mix(mix(hash ^ (seed >>> 0)) ^ Math.floor(seed / 0x1_0000_0000));
}

function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
