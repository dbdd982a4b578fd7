import type { Blame } from "@guerdon/core/signal";
import type { CdpConnection, CdpData, CdpEvent } from "./cdp-connection.ts";

export interface PageSettings {
  readonly html: string;
  /** Size of the window, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Whether scripts of the page run. */
  readonly javascript: boolean;
  /** Time for loading and reading the page. */
  readonly deadlineMs: number;
  /** A page with more nodes is not read. */
  readonly limitNodes: number;
}

/** Why a page could not be read, and who is to blame. */
export class PageFault extends Error {
  readonly blame: Blame;
  constructor(blame: Blame, reason: string) {
    super(reason);
    this.blame = blame;
  }
}

// What Chromium ends with when it gets no memory: a trap.
const TRAPS: readonly number[] = [4, 5];
const MOST_WINDOWS = 20;
const PIXELS_LIMIT = 20_000_000;

/** One tab, in a browser context of its own. What it says about a page is read outside of the page's scripts. */
export class Page {
  readonly #connection: CdpConnection;
  readonly #context: string;
  readonly #target: string;
  readonly #session: string;
  readonly #javascript: boolean;
  readonly #stop: () => void;
  #frame = "";
  #world: number | undefined;
  #size = "";
  #windows = 0;
  #loads = 0;
  #onLoad: () => void = () => {};
  #onFault: (fault: PageFault) => void = () => {};

  private constructor(connection: CdpConnection, ids: readonly [string, string, string], javascript: boolean) {
    this.#connection = connection;
    [this.#context, this.#target, this.#session] = ids;
    this.#javascript = javascript;
    this.#stop = connection.listen((event) => this.#hear(event));
  }

  static async open(connection: CdpConnection, javascript: boolean): Promise<Page> {
    const { browserContextId } = await connection.send("Target.createBrowserContext", { disposeOnDetach: true });
    const { targetId } = await connection.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await connection.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(connection, [browserContextId, targetId, sessionId], javascript);
    const send = (method: string, params?: CdpData): Promise<CdpData> => page.send(method, params);
    const [{ frameTree }] = await Promise.all([
      send("Page.getFrameTree") as Promise<CdpData>,
      send("Page.enable"),
      send("Inspector.enable"),
      send("Emulation.setScriptExecutionDisabled", { value: !javascript }),
      send("Network.enable", { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
      send("Network.emulateNetworkConditions", {
        offline: true,
        latency: 0,
        downloadThroughput: 0,
        uploadThroughput: 0,
      }),
      send("Network.setBypassServiceWorker", { bypass: true }),
      send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }),
      send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-reduced-motion", value: "reduce" }] }),
    ]);
    page.#frame = frameTree.frame.id;
    return page;
  }

  send(method: string, params: CdpData = {}): Promise<CdpData> {
    return this.#connection.send(method, params, this.#session);
  }

  /** Evaluates an expression in a world of its own: the DOM is the page's, functions and prototypes are not. */
  async evaluate(expression: string): Promise<CdpData[string]> {
    const contextId = await this.#isolatedWorld();
    const answer = await this.send("Runtime.evaluate", {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails === undefined) return answer.result.value;
    const { text, exception } = answer.exceptionDetails;
    throw new PageFault("engine", `The measurement failed: ${exception?.description ?? text}.`);
  }

  /** A PNG of the window, or of the whole page up to `limitHeight`, in base64. */
  async screenshot(width: number, height: number): Promise<string> {
    if (width * height > PIXELS_LIMIT) throw new PageFault("task", `Expected at most ${PIXELS_LIMIT} pixels.`);
    const clip = { x: 0, y: 0, width, height, scale: 1 };
    return (await this.send("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true })).data;
  }

  /** Loads a page and reads it with `use`. @throws PageFault */
  async render<T>(settings: PageSettings, use: (page: Page) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const stopped = new Promise<never>((_, reject) => {
      this.#onFault = reject;
      timer = setTimeout(
        () => reject(new PageFault("candidate", `The page did not finish within ${settings.deadlineMs} ms.`)),
        settings.deadlineMs,
      );
    });
    const work = this.#load(settings).then(() => use(this));
    work.catch(() => {});
    try {
      return await Promise.race([work, stopped]);
    } finally {
      clearTimeout(timer);
      this.#onFault = () => {};
    }
  }

  async close(): Promise<void> {
    this.#stop();
    if (this.#connection.ended !== undefined) return;
    await this.#connection.send("Target.disposeBrowserContext", { browserContextId: this.#context });
  }

  async #load({ html, width, height, limitNodes }: PageSettings): Promise<void> {
    const loads = this.#loads;
    if (this.#size !== `${width} ${height}`) {
      await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
      this.#size = `${width} ${height}`;
    }
    await this.send("Page.setDocumentContent", { frameId: this.#frame, html });
    if (this.#loads === loads && (await this.evaluate("document.readyState")) !== "complete")
      await new Promise<void>((resolve) => {
        this.#onLoad = resolve;
        if (this.#loads > loads) resolve();
      });
    const { nodes } = await this.send("Memory.getDOMCounters");
    if (nodes > limitNodes)
      throw new PageFault("candidate", `Expected a page of at most ${limitNodes} nodes, got ${nodes}.`);
  }

  async #isolatedWorld(): Promise<number> {
    this.#world ??= (await this.send("Page.createIsolatedWorld", { frameId: this.#frame, worldName: "measurement" }))
      .executionContextId as number;
    return this.#world;
  }

  #hear({ method, params, sessionId }: CdpEvent): void {
    if (sessionId !== this.#session) {
      if (method === "Target.targetCrashed" && params.targetId === this.#target) this.#crashed(params.errorCode);
      else if (method === "Target.targetCreated" && params.targetInfo.browserContextId === this.#context)
        this.#opened(params.targetInfo.targetId);
      return;
    }
    if (method === "Page.loadEventFired") {
      this.#loads++;
      this.#onLoad();
    } else if (method === "Fetch.requestPaused") this.#answer(params);
    else if (method === "Page.javascriptDialogOpening") this.#quietly("Page.handleJavaScriptDialog", { accept: false });
    else if (
      method === "Page.frameNavigated" &&
      params.frame.id === this.#frame &&
      params.type !== "BackForwardCacheRestore"
    )
      this.#onFault(new PageFault("candidate", "The page went to another address while it was read."));
  }

  /** Data and blobs are part of the page; nothing else is loaded. */
  #answer({ requestId, request }: CdpData): void {
    if (/^(?:data|blob):/iu.test(request.url)) this.#quietly("Fetch.continueRequest", { requestId });
    else this.#quietly("Fetch.failRequest", { requestId, errorReason: "Aborted" });
  }

  #opened(targetId: string): void {
    if (targetId === this.#target) return;
    if (++this.#windows > MOST_WINDOWS)
      this.#onFault(new PageFault("candidate", `The page opened more than ${MOST_WINDOWS} windows.`));
    else this.#connection.send("Target.closeTarget", { targetId }).catch(() => {});
  }

  #crashed(errorCode: number): void {
    const outOfMemory = this.#javascript && TRAPS.includes(errorCode);
    this.#onFault(
      outOfMemory
        ? new PageFault("candidate", "The page needed more memory than it may have.")
        : new PageFault("sandbox", `Chromium lost the page to signal ${errorCode}.`),
    );
  }

  #quietly(method: string, params: CdpData): void {
    this.send(method, params).catch(() => {});
  }
}
