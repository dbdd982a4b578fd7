/** What is asked of an SQLite library. */
export interface SqliteDriver {
  /** Name and version of the library, as verdicts say it. */
  readonly engine: string;
  /** A database in memory: empty, or a copy of a serialised one. */
  open(bytes?: Uint8Array): SqliteDatabase;
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  serialize(): Uint8Array;
  close(): void;
}

export interface SqliteStatement {
  /** Whether running it can be proven to change nothing. */
  readonly isReadonly: boolean;
  columns(): readonly string[];
  /** Runs it; rows come as they are found. Integers are bigints, bytes are Uint8Arrays. */
  rows(): Iterable<readonly unknown[]>;
  free(): void;
}

/** Settings every database has: as SQLite itself, sorting in memory, at most 256 MB of pages. */
const SETTINGS =
  "PRAGMA foreign_keys=OFF; PRAGMA recursive_triggers=OFF; PRAGMA temp_store=MEMORY; PRAGMA max_page_count=65536";

/** The best SQLite library that is installed: better-sqlite3, else sql.js; undefined when neither is. */
export async function loadSqlite(only?: "better-sqlite3" | "sql.js"): Promise<SqliteDriver | undefined> {
  if (only !== "sql.js") {
    try {
      return await nativeDriver();
    } catch {
      if (only !== undefined) return undefined;
    }
  }
  try {
    return await wasmDriver();
  } catch {
    return undefined;
  }
}

interface NativeStatement {
  readonly reader: boolean;
  readonly readonly: boolean;
  columns(): readonly { readonly name: string }[];
  raw(on: boolean): this;
  safeIntegers(on: boolean): this;
  iterate(): IterableIterator<readonly unknown[]>;
  run(): unknown;
}
interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  serialize(): Buffer;
  close(): void;
}

async function nativeDriver(): Promise<SqliteDriver> {
  // @ts-expect-error The package has no types.
  const { default: Database } = (await import("better-sqlite3")) as {
    readonly default: new (content: string | Uint8Array) => NativeDatabase;
  };
  new Database(":memory:").close();
  return {
    engine: "better-sqlite3",
    open: (bytes) => {
      const database = new Database(bytes ?? ":memory:");
      database.exec(SETTINGS);
      return {
        exec: (sql) => database.exec(sql),
        prepare: (sql) => nativeStatement(database.prepare(sql)),
        serialize: () => database.serialize(),
        close: () => database.close(),
      };
    },
  };
}

function nativeStatement(statement: NativeStatement): SqliteStatement {
  const { reader, readonly } = statement;
  if (reader) statement.raw(true).safeIntegers(true);
  return {
    isReadonly: readonly,
    columns: () => (reader ? statement.columns().map(({ name }) => name) : []),
    rows: () => {
      if (reader) return statement.iterate();
      statement.run();
      return [];
    },
    free: () => {},
  };
}

interface WasmStatement {
  getColumnNames(): string[];
  step(): boolean;
  get(parameters: null, config: { readonly useBigInt: true }): readonly unknown[];
  free(): void;
}
interface WasmDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): WasmStatement;
  export(): Uint8Array;
  close(): void;
}

async function wasmDriver(): Promise<SqliteDriver> {
  // @ts-expect-error The package has no types.
  const { default: load } = (await import("sql.js")) as {
    readonly default: () => Promise<{ readonly Database: new (bytes?: Uint8Array) => WasmDatabase }>;
  };
  const { Database } = await load();
  return {
    engine: "sql.js",
    open: (bytes) => {
      const database = new Database(bytes);
      database.exec(SETTINGS);
      return {
        exec: (sql) => void database.exec(sql),
        prepare: (sql) => wasmStatement(database.prepare(sql)),
        serialize: () => database.export(),
        close: () => database.close(),
      };
    },
  };
}

function wasmStatement(statement: WasmStatement): SqliteStatement {
  return {
    // The library does not say.
    isReadonly: false,
    columns: () => statement.getColumnNames(),
    rows: () => wasmRows(statement),
    free: () => statement.free(),
  };
}

function* wasmRows(statement: WasmStatement): Generator<readonly unknown[]> {
  while (statement.step()) yield statement.get(null, { useBigInt: true });
}
