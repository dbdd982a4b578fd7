import { I32, loop, move, op, sequence, type WasmFunction } from "./wasm-module.ts";

/** y = max(x, 0) from the address y up to `end`, four lanes at a time. */
export function reluCode(): WasmFunction {
  const [y, x, end] = [0, 1, 2] as const;
  const code = loop(
    sequence(op.get(y), op.get(x), op.load(), op.lanes(0), op.largerLanes, op.store()),
    move(x, 16),
    move(y, 16),
    sequence(op.get(y), op.get(end), op.less),
  );
  return { name: "relu", parameters: [I32, I32, I32], locals: [], code };
}
