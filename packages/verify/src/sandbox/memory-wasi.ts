import { randomFillSync } from "node:crypto";

/** What a descriptor of the program reads from or writes to. */
export interface Channel {
  read?(into: Uint8Array): number;
  write?(from: Uint8Array): number;
}

/** The memory of a WebAssembly instance. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

type SystemCalls = { [name: string]: (...args: never[]) => number };

export interface MemoryWasiOptions {
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Read-only files by absolute path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What the standard descriptors are. */
  readonly channels: ReadonlyMap<number, Channel>;
  /** What can be opened besides files, by path. */
  readonly devices: ReadonlyMap<string, Channel>;
}

/** Thrown by the program's end. */
export class ProgramExit {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

// Numbers of WASI, not of the host.
const [OK, BAD, INVALID, IS_DIRECTORY, MISSING, NO_SUCH, READ_ONLY, NO_SEEK] = [0, 8, 28, 31, 44, 52, 69, 70];
const [CHARACTERS, DIRECTORY, REGULAR] = [2, 3, 4];
const ROOT = 3;
const FIRST_FREE = 100;

interface Open {
  readonly path: string;
  readonly data?: Uint8Array | undefined;
  readonly device?: Channel | undefined;
  at: number;
}

/**
 * The system calls of WASI (preview 1) on read-only files in memory: arguments, clocks, randomness, reading, sleeping.
 * There is no way to the host's files, network or processes, because no call here has one.
 */
export function memoryWasi({ args, env, files, channels, devices }: MemoryWasiOptions): {
  readonly imports: SystemCalls;
  attach(memory: WasmMemory): void;
} {
  let memory: WasmMemory | undefined;
  const view = (): DataView => new DataView((memory as WasmMemory).buffer);
  const bytes = (at: number, length: number): Uint8Array =>
    new Uint8Array((memory as WasmMemory).buffer, at >>> 0, length >>> 0);
  const u32 = (at: number, value: number): void => view().setUint32(at >>> 0, value, true);
  const u64 = (at: number, value: number | bigint): void => view().setBigUint64(at >>> 0, BigInt(value), true);
  const open = new Map<number, Open>([[ROOT, { path: "/", at: 0 }]]);
  const folders = foldersOf(files);
  const channelOf = (fd: number): Channel | undefined => channels.get(fd) ?? open.get(fd)?.device;
  const typeOf = (fd: number): number | undefined => {
    const file = open.get(fd);
    if (channelOf(fd) !== undefined) return CHARACTERS;
    return file === undefined ? undefined : file.data === undefined ? DIRECTORY : REGULAR;
  };
  let next = FIRST_FREE;

  const strings = (list: readonly string[]) => {
    const encoded = list.map((each) => Buffer.from(`${each}\0`));
    return {
      sizes: (count: number, size: number): number => {
        u32(count, encoded.length);
        u32(
          size,
          encoded.reduce((sum, each) => sum + each.length, 0),
        );
        return OK;
      },
      get: (pointers: number, buffer: number): number => {
        let [p, b] = [pointers, buffer];
        for (const each of encoded) {
          u32(p, b);
          bytes(b, each.length).set(each);
          p += 4;
          b += each.length;
        }
        return OK;
      },
    };
  };
  const argv = strings(args);
  const environ = strings(Object.entries(env).map(([name, value]) => `${name}=${value}`));

  const resolve = (fd: number, at: number, length: number): string | undefined => {
    const base = open.get(fd);
    if (base === undefined) return undefined;
    const parts: string[] = [];
    for (const part of `${base.path}/${Buffer.from(bytes(at, length)).toString()}`.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  };
  const kindOf = (path: string): number | undefined =>
    files.has(path) ? REGULAR : devices.has(path) ? CHARACTERS : folders.has(path) ? DIRECTORY : undefined;
  const stat = (out: number, kind: number, size: number): number => {
    bytes(out, 64).fill(0);
    view().setUint8(out + 16, kind);
    u64(out + 24, 1);
    u64(out + 32, size);
    return OK;
  };
  /** Calls back with each buffer of a vector until one is not filled. */
  const each = (vectors: number, count: number, step: (part: Uint8Array) => number): number => {
    let done = 0;
    for (let i = 0; i < count; i++) {
      const length = view().getUint32(vectors + 8 * i + 4, true);
      const part = bytes(view().getUint32(vectors + 8 * i, true), length);
      const n = length === 0 ? 0 : step(part);
      done += n;
      if (n < length) break;
    }
    return done;
  };
  const copy = (data: Uint8Array, at: number, part: Uint8Array): number => {
    const some = data.subarray(at, at + part.length);
    part.set(some);
    return some.length;
  };

  const imports: SystemCalls = {
    args_sizes_get: argv.sizes,
    args_get: argv.get,
    environ_sizes_get: environ.sizes,
    environ_get: environ.get,
    clock_res_get: (_: number, out: number) => {
      u64(out, 1000);
      return OK;
    },
    clock_time_get: (id: number, _: bigint, out: number) => {
      u64(out, id === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint());
      return OK;
    },
    random_get: (at: number, length: number) => {
      randomFillSync(bytes(at, length));
      return OK;
    },
    proc_exit: (code: number) => {
      throw new ProgramExit(code);
    },
    sched_yield: () => OK,
    fd_advise: () => OK,
    fd_close: (fd: number) => (fd >= FIRST_FREE && open.delete(fd) ? OK : channels.has(fd) ? OK : BAD),
    fd_prestat_get: (fd: number, out: number) => {
      if (fd !== ROOT) return BAD;
      u32(out, 0);
      u32(out + 4, 1);
      return OK;
    },
    fd_prestat_dir_name: (fd: number, at: number, length: number) => {
      if (fd !== ROOT || length < 1) return BAD;
      bytes(at, 1)[0] = 47;
      return OK;
    },
    fd_fdstat_get: (fd: number, out: number) => {
      const type = typeOf(fd);
      if (type === undefined) return BAD;
      bytes(out, 24).fill(0);
      view().setUint8(out, type);
      u64(out + 8, 0x1fffffffn);
      u64(out + 16, 0x1fffffffn);
      return OK;
    },
    fd_fdstat_set_flags: () => OK,
    fd_filestat_get: (fd: number, out: number) => {
      const type = typeOf(fd);
      return type === undefined ? BAD : stat(out, type, open.get(fd)?.data?.length ?? 0);
    },
    path_filestat_get: (fd: number, _: number, at: number, length: number, out: number) => {
      const path = resolve(fd, at, length);
      const kind = path === undefined ? undefined : kindOf(path);
      if (path === undefined) return BAD;
      return kind === undefined ? MISSING : stat(out, kind, files.get(path)?.length ?? 0);
    },
    path_open: (
      fd: number,
      _: number,
      at: number,
      length: number,
      how: number,
      _rights: bigint,
      _inherited: bigint,
      _flags: number,
      out: number,
    ) => {
      const path = resolve(fd, at, length);
      if (path === undefined) return BAD;
      const kind = kindOf(path);
      if (kind === undefined) return how & 1 ? READ_ONLY : MISSING;
      if (how & 0b1100) return READ_ONLY;
      open.set(next, { path, data: files.get(path), device: devices.get(path), at: 0 });
      u32(out, next++);
      return OK;
    },
    fd_read: (fd: number, vectors: number, count: number, out: number) => {
      const file = open.get(fd);
      const channel = channelOf(fd);
      if (file !== undefined && channel === undefined) {
        const { data } = file;
        if (data === undefined) return IS_DIRECTORY;
        u32(
          out,
          each(vectors, count, (part) => {
            const n = copy(data, file.at, part);
            file.at += n;
            return n;
          }),
        );
        return OK;
      }
      if (channel?.read === undefined) return BAD;
      const { read } = channel;
      u32(
        out,
        each(vectors, Math.min(count, 1), (part) => read(part)),
      );
      return OK;
    },
    fd_pread: (fd: number, vectors: number, count: number, offset: bigint, out: number) => {
      const data = open.get(fd)?.data;
      if (data === undefined) return BAD;
      let at = Number(offset);
      u32(
        out,
        each(vectors, count, (part) => {
          const n = copy(data, at, part);
          at += n;
          return n;
        }),
      );
      return OK;
    },
    fd_write: (fd: number, vectors: number, count: number, out: number) => {
      const write = channelOf(fd)?.write;
      if (write === undefined) return BAD;
      u32(
        out,
        each(vectors, count, (part) => write(part)),
      );
      return OK;
    },
    fd_seek: (fd: number, offset: bigint, whence: number, out: number) => {
      const file = open.get(fd);
      if (file?.data === undefined) return typeOf(fd) === undefined ? BAD : NO_SEEK;
      const at = Number(offset) + (whence === 0 ? 0 : whence === 1 ? file.at : file.data.length);
      if (at < 0) return INVALID;
      file.at = at;
      u64(out, at);
      return OK;
    },
    fd_tell: (fd: number, out: number) => {
      const file = open.get(fd);
      if (file === undefined) return BAD;
      u64(out, file.at);
      return OK;
    },
    fd_readdir: (fd: number, at: number, length: number, cookie: bigint, out: number) => {
      const folder = open.get(fd);
      const names = folder === undefined ? undefined : folders.get(folder.path);
      if (folder === undefined || names === undefined) return BAD;
      let used = 0;
      for (const [i, name] of [...names].entries()) {
        if (BigInt(i) < cookie || used >= length) continue;
        const entry = Buffer.alloc(24 + Buffer.byteLength(name));
        entry.writeBigUInt64LE(BigInt(i + 1), 0);
        entry.writeUInt32LE(Buffer.byteLength(name), 16);
        entry.writeUInt8(kindOf(`${folder.path === "/" ? "" : folder.path}/${name}`) ?? REGULAR, 20);
        entry.write(name, 24);
        const part = entry.subarray(0, length - used);
        bytes(at + used, part.length).set(part);
        used += part.length;
      }
      u32(out, used);
      return OK;
    },
    poll_oneoff: (wanted: number, events: number, count: number, out: number) => {
      // A program has one thing to wait for: the clock.
      let wait = Number.POSITIVE_INFINITY;
      for (let i = 0; i < count; i++) {
        const at = wanted + 48 * i;
        if (view().getUint8(at + 8) !== 0) wait = 0;
        else {
          const time = view().getBigUint64(at + 24, true);
          const isAbsolute = (view().getUint16(at + 40, true) & 1) === 1;
          const clock =
            view().getUint32(at + 16, true) === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint();
          wait = Math.min(wait, Number(isAbsolute ? time - clock : time) / 1e6);
        }
      }
      if (wait > 0 && count > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
      bytes(events, 32 * count).fill(0);
      for (let i = 0; i < count; i++) {
        u64(events + 32 * i, view().getBigUint64(wanted + 48 * i, true));
        view().setUint8(events + 32 * i + 10, view().getUint8(wanted + 48 * i + 8));
      }
      u32(out, count);
      return OK;
    },
  };
  for (const name of [
    "path_create_directory",
    "path_link",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "path_filestat_set_times",
  ])
    imports[name] = () => READ_ONLY;
  imports.path_readlink = () => INVALID;
  for (const name of [
    "fd_allocate",
    "fd_datasync",
    "fd_sync",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pwrite",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
  ])
    imports[name] = () => NO_SUCH;
  return {
    imports,
    attach: (given) => {
      memory = given;
    },
  };
}

/** Names in each folder that the files are in. */
function foldersOf(files: ReadonlyMap<string, Uint8Array>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([["/", new Set()]]);
  for (const path of files.keys()) {
    const parts = path.split("/").slice(1);
    for (let i = 0; i < parts.length; i++) {
      const folder = `/${parts.slice(0, i).join("/")}`;
      const names = folders.get(folder) ?? new Set();
      names.add(parts[i] as string);
      folders.set(folder, names);
    }
  }
  return folders;
}
