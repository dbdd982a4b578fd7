const BLOCK = 512;

/** The files of an archive by absolute path. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const text = (from: number, to: number): string =>
    Buffer.from(archive.subarray(from, to)).toString("latin1").split("\0")[0] as string;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const name = text(at, at + 100);
    if (name === "") break;
    const size = Number.parseInt(text(at + 124, at + 136).trim() || "0", 8);
    const kind = String.fromCharCode(archive[at + 156] as number);
    const start = at + BLOCK;
    if (kind === "0" || kind === "\0")
      files.set(`/${name.replace(/^\.?\//, "")}`, archive.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
