import { renameSync, writeFileSync } from "node:fs";

/** Writes a text file that appears whole or not at all: it is written beside its place and renamed. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.part`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}
