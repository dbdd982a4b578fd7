import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CdpConnection, CdpError } from "./cdp-connection.ts";
import { type ChromiumCommand, type Containment, canContain, chromiumCommand } from "./chromium-command.ts";
import { Page, PageFault, type PageSettings } from "./page.ts";

// Pages a browser renders before a new one takes its place.
const PAGES_PER_BROWSER = 200;
const START_MS = 20_000;
const CLOSE_MS = 3_000;

/** One browser at a time, which renders one page at a time. */
export class Chromium {
  /** How it is tried to hold the browser: user namespaces inside of a container may be forbidden. */
  #ways: readonly Containment[];
  #connection: CdpConnection | undefined;
  #profile: string | undefined;
  #containment = "";
  #pages = 0;
  /** Reused for pages without scripts, which leave nothing behind. */
  #still: Page | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ways: readonly Containment[] = canContain() ? ["both", "container"] : ["own"]) {
    this.#ways = ways;
  }

  /** What holds the browser. */
  get containment(): string {
    return this.#containment;
  }

  /** Starts the browser. @throws Error with what the system said when it cannot be started */
  async start(): Promise<CdpConnection> {
    if (this.#connection !== undefined && this.#connection.ended === undefined) return this.#connection;
    this.close();
    let why = "";
    for (const by of this.#ways) {
      const command = chromiumCommand(by === "own" ? this.#makeProfile() : "", by);
      if (typeof command === "string") throw new Error(command);
      try {
        const connection = await launch(command);
        this.#ways = [by];
        this.#connection = connection;
        this.#containment = command.containment;
        this.#pages = 0;
        return connection;
      } catch (error) {
        why = (error as Error).message;
      }
    }
    throw new Error(`Chromium did not start: ${why}`);
  }

  /**
   * Renders a page and reads it with `use`; one after the other.
   *
   * A crash is tried once more in a new browser.
   *
   * @throws PageFault for what the page did, Error when there is no browser
   */
  render<T>(settings: PageSettings, use: (page: Page) => Promise<T>): Promise<T> {
    const result = this.#turn.then(async () => {
      try {
        return await this.#once(settings, use);
      } catch (error) {
        if (!(error instanceof PageFault) || error.blame !== "sandbox") throw error;
        this.close();
        return await this.#once(settings, use);
      }
    });
    this.#turn = result.catch(() => {});
    return result;
  }

  close(): void {
    this.#connection?.kill();
    this.#connection = undefined;
    this.#still = undefined;
    if (this.#profile !== undefined) rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 });
    this.#profile = undefined;
  }

  /** A folder that is removed when the browser or this process ends; a container has its own. */
  #makeProfile(): string {
    const profile = mkdtempSync(join(tmpdir(), "guerdon-chromium-"));
    this.#profile = profile;
    process.once("exit", () => rmSync(profile, { recursive: true, force: true }));
    return profile;
  }

  async #once<T>(settings: PageSettings, use: (page: Page) => Promise<T>): Promise<T> {
    if (this.#pages++ >= PAGES_PER_BROWSER) this.close();
    const connection = await this.start();
    let page = settings.javascript ? undefined : this.#still;
    this.#still = undefined;
    let kept = false;
    try {
      page ??= await Page.open(connection, settings.javascript);
      const value = await page.render(settings, use);
      kept = !settings.javascript;
      return value;
    } catch (error) {
      if (error instanceof PageFault) throw error;
      if (!(error instanceof CdpError)) throw error;
      throw new PageFault("sandbox", `Chromium failed: ${error.message}.`);
    } finally {
      if (kept) this.#still = page;
      else await this.#discard(page, connection);
    }
  }

  /** A page that does not close takes its browser with it. */
  async #discard(page: Page | undefined, connection: CdpConnection): Promise<void> {
    const timer = setTimeout(() => connection.kill("a page did not close"), CLOSE_MS);
    await page?.close().catch(() => connection.kill("a page did not close"));
    clearTimeout(timer);
  }
}

async function launch(command: ChromiumCommand): Promise<CdpConnection> {
  const connection = new CdpConnection(command);
  const timer = setTimeout(() => connection.kill("it did not answer"), START_MS);
  try {
    await connection.send("Browser.getVersion");
    await connection.send("Target.setDiscoverTargets", { discover: true });
    return connection;
  } catch (error) {
    connection.kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
