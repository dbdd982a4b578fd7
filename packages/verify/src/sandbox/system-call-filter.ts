/** x86-64 numbers of calls that no program under test needs: tracing, keys, namespaces, mounts, System V memory, sockets, scheduling of others. */
const REFUSED: readonly number[] = [
  101, 310, 311, 312, 438, 440, 448, 248, 249, 250, 29, 30, 31, 64, 65, 66, 68, 69, 70, 71, 220, 240, 241, 272, 308,
  155, 161, 165, 166, 428, 429, 430, 431, 432, 433, 442, 41, 42, 49, 50, 298, 321, 323, 425, 426, 427, 246, 320, 175,
  313, 135, 141, 142, 144, 203, 251, 256, 279, 303, 304, 314,
];
const X86_64 = 0xc000003e;
const [CLONE, PRLIMIT, CLONE3] = [56, 302, 435];
const NEW_NAMESPACES = 0x7e020000;
const [LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN] = [0x20, 0x15, 0x35, 0x45, 0x06];
const [ALLOW, KILL, NOT_PERMITTED, NO_SUCH_CALL] = [0x7fff0000, 0x80000000, 0x00050001, 0x00050026];

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, operand: number];

/**
 * The filter as the kernel reads it (seccomp, classic BPF), or nothing on a machine whose call numbers are not known.
 *
 * `prlimit` is refused for other processes, `clone` for new namespaces; `clone3` looks absent, so that libraries use `clone`.
 */
export function systemCallFilter(architecture: string = process.arch): Buffer | undefined {
  if (architecture !== "x64") return undefined;
  const program: Instruction[] = [
    [LOAD, 0, 0, 4],
    [EQUAL, 1, 0, X86_64],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, 0],
    [AT_LEAST, 0, 1, 0x40000000],
    [RETURN, 0, 0, NOT_PERMITTED],
  ];
  for (const call of REFUSED) program.push([EQUAL, 0, 1, call], [RETURN, 0, 0, NOT_PERMITTED]);
  program.push([EQUAL, 0, 1, CLONE3], [RETURN, 0, 0, NO_SUCH_CALL]);
  program.push([EQUAL, 0, 4, PRLIMIT], [LOAD, 0, 0, 16], [EQUAL, 1, 0, 0], [RETURN, 0, 0, NOT_PERMITTED]);
  program.push([RETURN, 0, 0, ALLOW]);
  program.push([EQUAL, 0, 3, CLONE], [LOAD, 0, 0, 16], [ANY_BIT, 0, 1, NEW_NAMESPACES], [RETURN, 0, 0, NOT_PERMITTED]);
  program.push([RETURN, 0, 0, ALLOW]);
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, whenTrue, whenFalse, operand], i) => {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(whenTrue, i * 8 + 2);
    bytes.writeUInt8(whenFalse, i * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, i * 8 + 4);
  });
  return bytes;
}
