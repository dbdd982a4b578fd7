/** Bytes of instructions. */
export type Code = readonly number[];

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
type ValueType = keyof typeof TYPES;

/** A function of a module: parameters, results and locals by name. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: { readonly [name: string]: ValueType };
  readonly locals: { readonly [name: string]: ValueType };
  readonly result?: ValueType;
  body(local: (name: string) => Code): Code;
}

const VOID = 0x40;
const VECTOR = 0xfd;

/** The instructions the kernels of this package are made of. */
interface Instructions {
  i32(value: number): Code;
  readonly add: Code;
  readonly subtract: Code;
  readonly multiply: Code;
  /** Unsigned. */
  readonly below: Code;
  /** Adds a number to an address or index held by a local. */
  advance(local: Code, by: Code): Code;
  /** Writes what is left into the local that is read by some code. */
  put(local: Code): Code;
  /** Runs a body and runs it again while what it leaves is not 0. */
  repeat(...body: readonly Code[]): Code;
  load(offset?: number): Code;
  loadSplat(offset?: number): Code;
  store(offset?: number): Code;
  constant(value: number): Code;
  readonly splat: Code;
  lane(index: number): Code;
  readonly plus: Code;
  readonly minus: Code;
  readonly times: Code;
  readonly over: Code;
  readonly least: Code;
  readonly most: Code;
  readonly root: Code;
  readonly above: Code;
  readonly and: Code;
  readonly plusScalar: Code;
  readonly timesScalar: Code;
  /** The four lanes of a local added up, from the first. */
  sum(local: Code): Code;
  loadInteger(): Code;
  storeScalar(): Code;
  /** Four times the same 32-bit integer. */
  integers(value: number): Code;
  readonly nearest: Code;
  readonly toIntegers: Code;
  readonly plusIntegers: Code;
  /** By a number of bits. */
  readonly shiftLeft: Code;
}

const put = (local: Code): Code => [0x21, ...local.slice(1)];

export const wasm: Instructions = {
  i32: (value) => [0x41, ...signed(value)],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  below: [0x49],
  advance: (local, by) => [...local, ...by, 0x6a, ...put(local)],
  put,
  repeat: (...body) => [0x03, VOID, ...body.flat(), 0x0d, 0, 0x0b],
  load: (offset = 0) => [VECTOR, 0x00, 4, ...unsigned(offset)],
  loadSplat: (offset = 0) => [VECTOR, 0x09, 2, ...unsigned(offset)],
  store: (offset = 0) => [VECTOR, 0x0b, 4, ...unsigned(offset)],
  constant: (value) => fourTimes(Float32Array.of(value)),
  splat: [VECTOR, 0x13],
  lane: (index) => [VECTOR, 0x1f, index],
  plus: [VECTOR, 0xe4, 0x01],
  minus: [VECTOR, 0xe5, 0x01],
  times: [VECTOR, 0xe6, 0x01],
  over: [VECTOR, 0xe7, 0x01],
  least: [VECTOR, 0xe8, 0x01],
  most: [VECTOR, 0xe9, 0x01],
  root: [VECTOR, 0xe3, 0x01],
  above: [VECTOR, 0x44],
  and: [VECTOR, 0x4e],
  plusScalar: [0x92],
  timesScalar: [0x94],
  sum: (local) => [0, 1, 2, 3].flatMap((lane) => [...local, VECTOR, 0x1f, lane, ...(lane === 0 ? [] : [0x92])]),
  loadInteger: () => [0x28, 2, 0],
  storeScalar: () => [0x38, 2, 0],
  integers: (value) => fourTimes(Int32Array.of(value)),
  nearest: [VECTOR, 0x6a],
  toIntegers: [VECTOR, 0xf8, 0x01],
  plusIntegers: [VECTOR, 0xae, 0x01],
  shiftLeft: [VECTOR, 0xab, 0x01],
};

function fourTimes({ buffer }: Float32Array | Int32Array): Code {
  const bytes = [...new Uint8Array(buffer)];
  return [VECTOR, 0x0c, ...bytes, ...bytes, ...bytes, ...bytes];
}

/** A module of functions over one memory, imported as `host.memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array {
  const types = functions.map(({ parameters, result }) => [
    0x60,
    ...list(Object.values(parameters).map((type) => [TYPES[type]])),
    ...list(result === undefined ? [] : [[TYPES[result]]]),
  ]);
  const memory = [...text("host"), ...text("memory"), 0x02, 0x00, 0x01];
  const exported = functions.map(({ name }, k) => [...text(name), 0x00, ...unsigned(k)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, k) => unsigned(k)))),
    ...section(7, list(exported)),
    ...section(10, list(functions.map(codeOf))),
  ]);
}

function codeOf({ parameters, locals, body }: WasmFunction): Code {
  const names = [...Object.keys(parameters), ...Object.keys(locals)];
  const local = (name: string): Code => {
    const index = names.indexOf(name);
    if (index < 0) throw new RangeError(`There is no local ${name}.`);
    return [0x20, ...unsigned(index)];
  };
  const declared = Object.values(locals).map((type) => [1, TYPES[type]]);
  const code = [...list(declared), ...body(local), 0x0b];
  return [...unsigned(code.length), ...code];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return list([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return done ? [low] : [low | 0x80, ...signed(rest)];
}
