/** A row as a database gives it: text, number, boolean, null, or bytes. */
export interface Row {
  readonly [column: string]: unknown;
}

/** Where statements run one after the other. */
export interface Session {
  /** Runs one statement; bytes travel as text within JSON parameters, so every database gets the same. */
  query<R = Row>(sql: string, parameters?: readonly (string | number | null)[]): Promise<readonly R[]>;
}

/** A PostgreSQL of any kind. */
export interface Database extends Session {
  /** Runs statements as one: all or none are kept. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
