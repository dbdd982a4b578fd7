import { Buffer } from "node:buffer";

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface PictureDifference {
  /** Pixels that differ, those that only one picture has among them. */
  readonly pixels: number;
  /** Pixels of the smallest picture that holds both. */
  readonly area: number;
  /** Pixels that in either picture are not of the commonest colour of the first. */
  readonly drawn: number;
  /** The sizes, when they are not the same. */
  readonly sizes: string | undefined;
}

const MOST_PIXELS = 20_000_000;

/** Size of a PNG from its header, or nothing when it is none or too large. */
export function pngSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < 33 || bytes.readUInt32BE(0) !== 0x89504e47 || bytes.toString("latin1", 12, 16) !== "IHDR")
    return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width > 0 && height > 0 && width * height <= MOST_PIXELS ? { width, height } : undefined;
}

/**
 * Counts the pixels in which two PNGs differ, the expected one first; both are laid on one canvas, top left to top left.
 *
 * @throws Error when one is no PNG that can be read
 */
export async function compareScreenshots(a: Buffer, b: Buffer, threshold: number): Promise<PictureDifference> {
  const [{ PNG }, { default: pixelmatch }] = await Promise.all([import("pngjs"), import("pixelmatch")]);
  const one = PNG.sync.read(a);
  const other = PNG.sync.read(b);
  const width = Math.max(one.width, other.width);
  const height = Math.max(one.height, other.height);
  const options = { threshold, includeAA: true };
  const inBoth = Math.min(one.width, other.width) * Math.min(one.height, other.height);
  const [left, right] = [cut(one, other), cut(other, one)];
  const inner = pixelmatch(left.data, right.data, undefined, left.width, left.height, options);
  const same = one.width === other.width && one.height === other.height;
  const sizes = same ? undefined : `${one.width} × ${one.height} and ${other.width} × ${other.height}`;
  const area = width * height;
  return { pixels: inner + area - inBoth, area, drawn: drawnPixels(left, right) + area - inBoth, sizes };
}

function drawnPixels(left: Picture, right: Picture): number {
  const a = coloursOf(left);
  const b = coloursOf(right);
  const counts = new Map<number, number>();
  for (const colour of a) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  let ground = 0;
  for (const [colour, count] of counts) if (count > (counts.get(ground) ?? 0)) ground = colour;
  let drawn = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== ground || b[i] !== ground) drawn++;
  return drawn;
}

function coloursOf({ data }: Picture): Uint32Array {
  return new Uint32Array(new Uint8Array(data).buffer);
}

/** The top left of a picture, as large as the other one allows. */
function cut(picture: Picture, other: Picture): Picture {
  const width = Math.min(picture.width, other.width);
  const height = Math.min(picture.height, other.height);
  if (width === picture.width) return { width, height, data: picture.data.subarray(0, width * height * 4) };
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    data.set(picture.data.subarray(y * picture.width * 4, (y * picture.width + width) * 4), y * width * 4);
  return { width, height, data };
}

/** Bytes of base64, with or without `data:image/png;base64,`. */
export function pngBytes(text: string): Buffer {
  return Buffer.from(text.replace(/^data:image\/png;base64,/u, ""), "base64");
}
