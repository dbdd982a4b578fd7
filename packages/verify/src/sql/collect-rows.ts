import type { Cell } from "./cell.ts";
import { QueryError } from "./query-error.ts";
import type { QueryRequest } from "./query-request.ts";

/** Takes rows until there are no more, or more than the limits allow. */
export class CollectRows {
  readonly rows: Cell[][] = [];
  readonly #limits: Pick<QueryRequest, "limitRows" | "limitBytes">;
  #bytes = 0;

  constructor(limits: Pick<QueryRequest, "limitRows" | "limitBytes">) {
    this.#limits = limits;
  }

  /**
   * Adds a row.
   *
   * @throws QueryError when it is one too many
   */
  add<T>(values: readonly T[], cellOf: (value: T, column: number) => Cell): void {
    const { limitRows, limitBytes } = this.#limits;
    if (this.rows.length >= limitRows) throw new QueryError("limit", `more than ${limitRows} rows`);
    const row: Cell[] = new Array(values.length);
    for (let column = 0; column < values.length; column++) {
      this.#bytes += 8 + sizeOf(values[column]);
      if (this.#bytes > limitBytes) throw new QueryError("limit", `a result of more than ${limitBytes} bytes`);
      row[column] = cellOf(values[column] as T, column);
    }
    this.rows.push(row);
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  return value instanceof Uint8Array ? 2 * value.byteLength : 0;
}
