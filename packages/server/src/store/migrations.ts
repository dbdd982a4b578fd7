/** One step of the schema. Once published it never changes: its text is checked against what a database was made with. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: readonly string[];
}

/** Every step of the schema, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: "runs, batches, scores, state, preferences, payloads",
    sql: [
      `CREATE TABLE guerdon.runs (
        run text PRIMARY KEY,
        program_name text NOT NULL,
        program_hash text NOT NULL,
        step bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`,
      // Keys are compared byte by byte: the order in which batches enter the state is the same in every locale.
      `CREATE TABLE guerdon.batches (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text COLLATE "C" NOT NULL UNIQUE,
        run text REFERENCES guerdon.runs ON DELETE CASCADE,
        step bigint NOT NULL,
        program_hash text NOT NULL,
        protocol text NOT NULL,
        rollout_count integer NOT NULL,
        late boolean NOT NULL,
        layout bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`,
      "CREATE INDEX batches_by_step ON guerdon.batches (run, step, key)",
      "CREATE INDEX batches_by_age ON guerdon.batches (created_at) WHERE run IS NULL",
      `CREATE TABLE guerdon.rollouts (
        batch bigint PRIMARY KEY REFERENCES guerdon.batches ON DELETE CASCADE,
        body bytea NOT NULL
      )`,
      // One row a signal: values are 64-bit floats, `present` one byte a value, null where all are present.
      `CREATE TABLE guerdon.scores (
        batch bigint NOT NULL REFERENCES guerdon.batches ON DELETE CASCADE,
        place integer NOT NULL,
        role text NOT NULL CHECK (role IN ('total', 'term', 'credit', 'advantage')),
        name text NOT NULL,
        level text NOT NULL,
        "values" bytea NOT NULL,
        present bytea,
        notes text,
        PRIMARY KEY (batch, place)
      )`,
      // State before a step; a step without a row has that of the last row below it.
      `CREATE TABLE guerdon.states (
        run text NOT NULL REFERENCES guerdon.runs ON DELETE CASCADE,
        step bigint NOT NULL,
        state text NOT NULL,
        PRIMARY KEY (run, step)
      )`,
      `CREATE TABLE guerdon.preferences (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text COLLATE "C" NOT NULL UNIQUE,
        run text NOT NULL REFERENCES guerdon.runs ON DELETE CASCADE,
        chosen text NOT NULL,
        rejected text NOT NULL,
        strength double precision NOT NULL CHECK (strength BETWEEN 0 AND 1),
        judge text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`,
      // Work that is too large for a message, until it is done.
      `CREATE TABLE guerdon.payloads (
        key text COLLATE "C" PRIMARY KEY,
        body bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`,
      "CREATE INDEX preferences_by_run ON guerdon.preferences (run, id)",
    ],
  },
];
