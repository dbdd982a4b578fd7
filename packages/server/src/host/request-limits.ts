/** What a host accepts of a client. */
export interface RequestLimits {
  /** Largest body, in bytes. */
  readonly maxBodyBytes: number;
  /** Deepest nesting of lists and objects in a body. */
  readonly maxDepth: number;
  /** Time for the head of a request, in milliseconds. */
  readonly headersTimeoutMs: number;
  /** Time for a whole request, head and body, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Open connections at most. */
  readonly maxConnections: number;
}

export const REQUEST_LIMITS: RequestLimits = {
  maxBodyBytes: 64 * 1024 * 1024,
  maxDepth: 64,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  maxConnections: 16_384,
};
