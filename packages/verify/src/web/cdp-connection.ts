import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { ChromiumCommand } from "./chromium-command.ts";

/** Parameters or results of the Chrome DevTools protocol. */
// biome-ignore lint/suspicious/noExplicitAny: the protocol's shapes are read where they are used
export type CdpData = { readonly [name: string]: any };

export interface CdpEvent {
  readonly method: string;
  readonly params: CdpData;
  readonly sessionId?: string;
}

const MOST_MESSAGE = 64 * 2 ** 20;

/** The browser answered with an error, or ended before it answered. */
export class CdpError extends Error {}

/** A browser process and the pipe it is driven through; there is no port that a page could reach. */
export class CdpConnection {
  readonly #child: ChildProcess;
  readonly #waiting: Map<number, { resolve(data: CdpData): void; reject(error: Error): void }> = new Map();
  readonly #listeners: Set<(event: CdpEvent) => void> = new Set();
  #parts: Buffer[] = [];
  #size = 0;
  #id = 0;
  #ended: string | undefined;

  constructor({ command, args }: ChromiumCommand) {
    this.#child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"], env: {}, cwd: "/" });
    let words = "";
    this.#child.stderr?.on("data", (part: Buffer) => {
      words = (words + part.toString()).slice(-400);
    });
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("exit", (code, signal) => this.#end(`it exited with ${signal ?? code}: ${words.trim()}`));
    this.#output.on("error", () => {});
    this.#input.on("data", (part: Buffer) => this.#read(part));
    this.#hold(false);
  }

  /** Why the browser is gone, or nothing while it runs. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** @throws CdpError */
  send(method: string, params: CdpData = {}, sessionId?: string): Promise<CdpData> {
    if (this.#ended !== undefined) return Promise.reject(new CdpError(this.#ended));
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#hold(true);
      this.#output.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  /** Calls `listener` for each event until the function returned is called. */
  listen(listener: (event: CdpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  kill(why = "it was ended"): void {
    this.#end(why);
    this.#child.kill("SIGKILL");
  }

  get #output(): Writable {
    return this.#child.stdio[3] as Writable;
  }

  get #input(): Readable {
    return this.#child.stdio[4] as Readable;
  }

  #read(part: Buffer): void {
    let from = 0;
    for (let to = part.indexOf(0); to >= 0; to = part.indexOf(0, from)) {
      this.#parts.push(part.subarray(from, to));
      const text = Buffer.concat(this.#parts).toString();
      this.#parts = [];
      this.#size = 0;
      from = to + 1;
      this.#handle(JSON.parse(text) as CdpData);
    }
    if (from === part.length) return;
    this.#parts.push(part.subarray(from));
    this.#size += part.length - from;
    if (this.#size > MOST_MESSAGE) this.kill(`an answer was larger than ${MOST_MESSAGE} bytes`);
  }

  #handle(message: CdpData): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message as unknown as CdpEvent);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#hold(false);
    if (message.error !== undefined) waiting?.reject(new CdpError(String(message.error.message)));
    else waiting?.resolve(message.result);
  }

  #end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = why;
    for (const { reject } of this.#waiting.values()) reject(new CdpError(why));
    this.#waiting.clear();
    this.#hold(false);
  }

  /** Keeps Node alive while an answer is awaited, and only then. */
  #hold(held: boolean): void {
    const handles = [this.#child, ...this.#child.stdio.slice(2)] as unknown as { ref?(): void; unref?(): void }[];
    for (const handle of handles) held ? handle?.ref?.() : handle?.unref?.();
  }
}
