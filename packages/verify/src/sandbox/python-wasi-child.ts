import { readFileSync, readSync, writeSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CANDIDATE_HOST } from "./candidate-host.ts";
import { limitWasmMemory } from "./limit-wasm-memory.ts";
import { type Channel, memoryWasi, ProgramExit, type WasmMemory } from "./memory-wasi.ts";
import { PLAIN_DATA } from "./plain-data.ts";
import { readTar } from "./read-tar.ts";
import { TESTER } from "./tester.ts";

// The program of a child process with one interpreter in WebAssembly. To the parent: descriptor 3, a line when the
// interpreter waits for its first message and one with its end. The program itself holds none of the host's descriptors.
const [role, folder, memoryMb] = process.argv.slice(2) as [string, string, string];
const CONTROL = 3;
const CHANNEL = "/dev/channel";
const REPLY = "/dev/reply";
const PAGE_BYTES = 65_536;
const OWN_ERROR = 70;

const OPENED = `
def opened():
    fd = os.open("${CHANNEL}", os.O_RDWR)
    return Link(fd, fd)
`;
const CODE: { readonly [role: string]: string } = {
  candidate: `${PLAIN_DATA}${CANDIDATE_HOST}${OPENED}
try:
    serve(opened())
except Gone:
    pass`,
  main: `${PLAIN_DATA}${CANDIDATE_HOST}${OPENED}
status = main_program(opened())
try:
    sys.stdout.flush()
except BaseException:
    status = status or 74
os._exit(status)`,
  tester: `${PLAIN_DATA}${TESTER}${OPENED}
link = opened()
reply = os.open("${REPLY}", os.O_WRONLY)
request = link.receive()
random.seed(0)
data = memoryview(json.dumps(run_tests(request, link)).encode() + b"\\n")
while data:
    data = data[os.write(reply, data):]`,
};

let told = false;
const tell = (word: unknown): void => {
  writeAll(CONTROL, Buffer.from(`${JSON.stringify(word)}\n`));
};
const channel: Channel = {
  read: (into) => {
    if (!told) tell("ready");
    told = true;
    return readSome(0, into);
  },
  write: (from) => writeAll(role === "main" ? 4 : 1, from),
};
const nowhere: Channel = { read: () => 0, write: (from) => from.length };
const devices = new Map([[CHANNEL, channel]]);
if (role === "tester") devices.set(REPLY, { write: (from) => writeAll(CONTROL, from) });
const printed: Channel = role === "main" ? { write: (from) => writeAll(1, from) } : nowhere;
const channels = new Map<number, Channel>([
  [0, role === "main" ? { read: (into) => readSome(5, into) } : nowhere],
  [1, printed],
  [2, nowhere],
]);

// The types of Node name no WebAssembly.
interface Wasm {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly [name: string]: unknown } };
}
const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

const mostPages = Math.ceil((Number(memoryMb) * 2 ** 20) / PAGE_BYTES);
const module = new Module(limitWasmMemory(readFileSync(`${folder}/python-3.11.3.wasm`), mostPages));
const wasi = memoryWasi({
  args: ["python", "-s", "-S", "-B", "-c", CODE[role] as string],
  env: { PYTHONHOME: "/usr/local", PYTHONHASHSEED: "0", LANG: "C.UTF-8" },
  files: readTar(gunzipSync(readFileSync(`${folder}/python-3.11.3.tar.gz`))),
  channels,
  devices,
});
const { exports } = new Instance(module, { wasi_snapshot_preview1: wasi.imports });
const memory = exports.memory as WasmMemory;
wasi.attach(memory);
let code = 0;
try {
  (exports._start as () => void)();
} catch (error) {
  code = error instanceof ProgramExit ? error.code : OWN_ERROR;
}
const { user, system } = process.cpuUsage();
tell({ status: (code & 255) << 8, memory: memory.buffer.byteLength, cpu: (user + system) / 1e6 });
process.exit(0);

function readSome(fd: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, into);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EOF") return 0;
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause();
    }
  }
}

function writeAll(fd: number, from: Uint8Array): number {
  for (let done = 0; done < from.length; ) {
    try {
      done += writeSync(fd, from, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause();
    }
  }
  return from.length;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
