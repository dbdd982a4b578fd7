/** Types of values of WebAssembly. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

/** The code of a function of a module, with what its parameters and locals are. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly locals: readonly number[];
  readonly code: readonly number[];
}

type Bytes = readonly number[];

/** Instructions by name; each gives its bytes. Lanes are four 32-bit floats unless said otherwise. */
interface Instructions {
  get(local: number): Bytes;
  set(local: number): Bytes;
  constant(value: number): Bytes;
  readonly add: Bytes;
  readonly subtract: Bytes;
  readonly multiply: Bytes;
  readonly less: Bytes;
  readonly addFloats: Bytes;
  readonly multiplyFloats: Bytes;
  readonly divideFloats: Bytes;
  readonly largerFloat: Bytes;
  float(value: number): Bytes;
  storeFloat(offset: number): Bytes;
  load(offset?: number): Bytes;
  loadSplat(offset?: number): Bytes;
  store(offset?: number): Bytes;
  readonly splat: Bytes;
  lanes(value: number): Bytes;
  integers(value: number): Bytes;
  lane(index: number): Bytes;
  readonly addLanes: Bytes;
  readonly subtractLanes: Bytes;
  readonly multiplyLanes: Bytes;
  readonly largerLanes: Bytes;
  readonly nearest: Bytes;
  readonly toIntegers: Bytes;
  readonly addIntegers: Bytes;
  readonly shiftLeft: Bytes;
}

export const op: Instructions = {
  get: (local: number): Bytes => [0x20, local],
  set: (local: number): Bytes => [0x21, local],
  constant: (value: number): Bytes => [0x41, ...signed(value)],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  less: [0x49],
  addFloats: [0x92],
  multiplyFloats: [0x94],
  divideFloats: [0x95],
  largerFloat: [0x97],
  float: (value: number): Bytes => [0x43, ...floatBytes(value)],
  storeFloat: (offset: number): Bytes => [0x38, 2, ...unsigned(offset)],
  load: (offset = 0): Bytes => [0xfd, 0x00, 2, ...unsigned(offset)],
  loadSplat: (offset = 0): Bytes => [0xfd, 0x09, 2, ...unsigned(offset)],
  store: (offset = 0): Bytes => [0xfd, 0x0b, 2, ...unsigned(offset)],
  splat: [0xfd, 0x13],
  lanes: (value: number): Bytes => [0xfd, 0x0c, ...[0, 1, 2, 3].flatMap(() => floatBytes(value))],
  integers: (value: number): Bytes => [0xfd, 0x0c, ...[0, 1, 2, 3].flatMap(() => integerBytes(value))],
  lane: (index: number): Bytes => [0xfd, 0x1f, index],
  addLanes: [0xfd, 0xe4, 0x01],
  subtractLanes: [0xfd, 0xe5, 0x01],
  multiplyLanes: [0xfd, 0xe6, 0x01],
  largerLanes: [0xfd, 0xe9, 0x01],
  nearest: [0xfd, 0x6a],
  toIntegers: [0xfd, 0xf8, 0x01],
  addIntegers: [0xfd, 0xae, 0x01],
  shiftLeft: [0xfd, 0xab, 0x01],
};

/** Runs a body again and again while the number it leaves is not 0. */
export function loop(...body: readonly (readonly number[])[]): number[] {
  return [0x03, 0x40, ...body.flat(), 0x0d, 0, 0x0b];
}

/** Instructions one after the other. */
export function sequence(...parts: readonly (readonly number[])[]): number[] {
  return parts.flat();
}

/** local += bytes */
export function move(local: number, bytes: number): number[] {
  return sequence(op.get(local), op.constant(bytes), op.add, op.set(local));
}

/** local −= amount, and leaves what is left. */
export function countDown(local: number, amount: number): number[] {
  return sequence(op.get(local), op.constant(amount), op.subtract, op.set(local), op.get(local));
}

/** The bytes of a module with some functions on a memory that it imports as `host.memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array {
  const types = functions.map(({ parameters }) => [0x60, parameters.length, ...parameters, 0]);
  const bodies = functions.map(({ locals, code }) =>
    sized([locals.length, ...locals.flatMap((t) => [1, t]), ...code, 0x0b]),
  );
  const exported = functions.flatMap(({ name }, i) => [...text(name), 0x00, i]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [types.length, ...types.flat()]),
    ...section(2, [1, ...text("host"), ...text("memory"), 0x02, 0x00, 0x01]),
    ...section(3, [functions.length, ...functions.map((_, i) => i)]),
    ...section(7, [functions.length, ...exported]),
    ...section(10, [functions.length, ...bodies.flat()]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function text(name: string): number[] {
  return sized([...new TextEncoder().encode(name)]);
}

function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function integerBytes(value: number): number[] {
  return [...new Uint8Array(Int32Array.of(value).buffer)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const last = value >= -64 && value < 64;
  return last ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
