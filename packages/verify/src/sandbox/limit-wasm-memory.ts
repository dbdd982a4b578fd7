const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;

/** A WebAssembly module with a largest size for the memory it declares, in pages of 64 KB. */
export function limitWasmMemory(module: Uint8Array, mostPages: number): Uint8Array {
  for (let at = HEADER_BYTES; at < module.length; ) {
    const id = module[at] as number;
    const [size, body] = readNumber(module, at + 1);
    if (id !== MEMORY_SECTION) {
      at = body + size;
      continue;
    }
    const [count, first] = readNumber(module, body);
    const [least] = readNumber(module, first + 1);
    if (count !== 1) throw new Error(`expected one memory, got ${count}`);
    const section = [...writeNumber(1), 1, ...writeNumber(least), ...writeNumber(Math.max(least, mostPages))];
    return Buffer.concat([
      module.subarray(0, at),
      Uint8Array.of(MEMORY_SECTION, ...writeNumber(section.length), ...section),
      module.subarray(body + size),
    ]);
  }
  throw new Error("expected a module with a memory of its own");
}

function readNumber(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let value = 0;
  for (let at = start, shift = 1; ; at++, shift *= 128) {
    const byte = bytes[at] as number;
    value += (byte & 127) * shift;
    if (byte < 128) return [value, at + 1];
  }
}

function writeNumber(value: number): number[] {
  const out: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...out, left];
    out.push((left % 128) | 128);
  }
}
