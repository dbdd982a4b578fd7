import { describe, expect, it } from "vitest";
import { packArrays, unpackArrays } from "./pack-arrays.ts";

describe("packArrays", () => {
  it("gives back head and columns, bit by bit, whatever lies before them", () => {
    const arrays = [Int32Array.of(1, -2, 3), Uint8Array.of(7), Float64Array.of(-0, 5e-324, 1 / 3), new Float64Array(0)];
    const bytes = packArrays({ a: ["é", null] }, arrays);
    const moved = Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3);
    for (const each of [bytes, moved]) expect(unpackArrays(each)).toEqual({ head: { a: ["é", null] }, arrays });
    expect(Object.is((unpackArrays(moved).arrays[2] as Float64Array)[0], -0)).toBe(true);
  });

  it("lays the columns out as documented: length, head, columns from multiples of 8", () => {
    const bytes = packArrays(1, [Uint8Array.of(5), Int32Array.of(258)]);
    const head = '{"head":1,"arrays":[["Uint8Array",1],["Int32Array",1]]}';
    expect(new DataView(bytes.buffer).getUint32(0, true)).toBe(head.length);
    const start = Math.ceil((4 + head.length) / 8) * 8;
    expect([...bytes.subarray(start, start + 10)]).toEqual([5, 0, 0, 0, 0, 0, 0, 0, 2, 1]);
  });
});
