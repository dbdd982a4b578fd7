import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeNamedArrays } from "../tensor/named-arrays.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

const folder = mkdtempSync(join(tmpdir(), "guerdon-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("checkpoint", () => {
  it("brings back every bit of arrays of all types and the JSON", () => {
    const file = join(folder, "a.safetensors");
    const state = {
      json: { step: 3, names: ["a", "ä"], nothing: null },
      arrays: {
        doubles: Float64Array.of(0.1, -0, 5e-324, 1.7976931348623157e308),
        floats: Float32Array.of(0.1, Math.fround(1e-45)),
        whole: Int32Array.of(-(2 ** 31), 7),
        bytes: Uint8Array.of(0, 255, 3),
        none: new Float64Array(0),
      },
    };
    writeCheckpoint(file, { updates: 12, seconds: 1.5, state });
    const read = readCheckpoint(file);
    expect(read).toEqual({ updates: 12, seconds: 1.5, state });
    expect(Object.is(read.state.arrays.doubles?.[1], -0)).toBe(true);
  });

  it.each([
    ["nothing in it", new Uint8Array(0)],
    ["a header longer than the file", Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123)],
    ["half of a checkpoint", undefined],
  ])("refuses a file with %s", (_, bytes) => {
    const file = join(folder, "broken.safetensors");
    if (bytes === undefined) {
      const header = new TextEncoder().encode('{"a":{"dtype":"F64","shape":[4],"data_offsets":[0,32]}}');
      writeFileSync(
        file,
        Buffer.concat([Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0), header, new Uint8Array(9)]),
      );
    } else writeFileSync(file, bytes);
    expect(() => readCheckpoint(file)).toThrow(expect.objectContaining({ code: "GUERDON_FILE" }));
  });

  it("refuses weights that are no checkpoint", () => {
    const file = join(folder, "weights.safetensors");
    writeNamedArrays(file, { arrays: { w: { data: Float32Array.of(1), shape: [1] } }, metadata: {} });
    expect(() => readCheckpoint(file)).toThrow(/Expected .* to be a checkpoint of a run, got other safetensors/);
  });
});
