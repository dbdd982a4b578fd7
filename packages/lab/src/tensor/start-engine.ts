import { setFlagsFromString } from "node:v8";
import { type Device, defaultDevice, init } from "@jax-js/jax";

const started = new Map<Device, Promise<void>>();

/**
 * Starts the tensor engine, once; whatever makes learners awaits it.
 *
 * Importing this package starts nothing. `wasm` is the device everything runs on by default; `cpu` is an interpreter
 * that tests compare with.
 */
export function startEngine(device: "wasm" | "cpu" = "wasm"): Promise<void> {
  const running = started.get(device);
  if (running !== undefined) return running;
  const start = startDevice(device);
  started.set(device, start);
  return start;
}

async function startDevice(device: "wasm" | "cpu"): Promise<void> {
  fillGaps();
  await init(device);
  if (device === "wasm") defaultDevice("wasm");
}

/** What the engine expects of its host and Node 20 and 22 do not have. */
function fillGaps(): void {
  // Fused multiply-add in WebAssembly: behind a flag in Node 20, an unknown flag is ignored by later ones.
  if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as IteratorHelpers;
  iterator.map ??= mapIterator;
  iterator.filter ??= filterIterator;
  const host = globalThis as { Float16Array?: unknown };
  host.Float16Array ??= Object.assign(() => undefined, { BYTES_PER_ELEMENT: 2 });
}

interface IteratorHelpers {
  map?: typeof mapIterator;
  filter?: typeof filterIterator;
}

function* mapIterator<T, U>(this: Iterable<T>, make: (value: T, index: number) => U): Generator<U> {
  let index = 0;
  for (const value of this) yield make(value, index++);
}

function* filterIterator<T>(this: Iterable<T>, keep: (value: T, index: number) => boolean): Generator<T> {
  let index = 0;
  for (const value of this) if (keep(value, index++)) yield value;
}
