import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { TermResult } from "@guerdon/core/engine";
import type { Pool } from "@guerdon/core/piece";
import type { Program } from "@guerdon/core/program";
import { missingAt, type Signal } from "@guerdon/core/signal";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ServiceLoad } from "../service/create-reward-service.ts";
import type { Handled } from "./http-server.ts";

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 120];
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const NANOSECONDS = 1e9;
const LOOK_MS = 10;

/** What a server tells Prometheus. */
export class HostMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: "guerdon_request_seconds",
    help: "Time of requests.",
    labelNames: ["protocol", "path", "status"] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #rollouts = new Counter({
    name: "guerdon_rollouts_total",
    help: "Rollouts that went through the engine.",
    labelNames: ["program"] as const,
    registers: [this.#registry],
  });
  readonly #termSeconds = new Histogram({
    name: "guerdon_term_seconds",
    help: "Time of a term for a batch.",
    labelNames: ["program", "term"] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #values = new Histogram({
    name: "guerdon_term_value",
    help: "Values of a term with a bounded range, as a share of it: 0 is its lower end, 1 its upper.",
    labelNames: ["program", "term"] as const,
    buckets: SHARES,
    registers: [this.#registry],
  });
  readonly #outcomes = new Counter({
    name: "guerdon_term_outcomes_total",
    help: "Outcomes of terms: scored, abstained, or failed by whose blame.",
    labelNames: ["program", "term", "outcome"] as const,
    registers: [this.#registry],
  });
  readonly #costUsd = new Counter({
    name: "guerdon_term_cost_usd_total",
    help: "What terms cost, in US dollars.",
    labelNames: ["program", "term"] as const,
    registers: [this.#registry],
  });
  readonly #loopDelay: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOK_MS });

  constructor() {
    this.#loopDelay.enable();
    const delay = this.#loopDelay;
    this.#gauge("guerdon_event_loop_delay_p99_seconds", "Delay of the event loop since the last look.", () => {
      // What is measured is the time from one look to the next, which is never less than the pause between them.
      const seconds = delay.count === 0 ? 0 : delay.percentile(99) / NANOSECONDS - LOOK_MS / 1000;
      delay.reset();
      return Math.max(0, seconds);
    });
    this.#gauge("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
    this.#gauge("process_cpu_seconds_total", "CPU time, user and system.", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
  }

  get type(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Adds what the service and the pool have to do at the moment. */
  watch(load: () => ServiceLoad, pool: Pool | undefined): void {
    this.#gauge("guerdon_rollouts_in_progress", "Rollouts that are being scored.", () => load().rollouts);
    this.#gauge("guerdon_rollouts_waiting", "Rollouts that wait for others of their group.", () => load().waiting);
    if (pool === undefined) return;
    this.#gauge("guerdon_pool_queued", "Checks that wait for a process.", () => pool.health().queued);
    this.#gauge("guerdon_pool_busy", "Processes that check something.", () => pool.health().busy);
    this.#gauge("guerdon_pool_killed_total", "Processes killed at a deadline.", () => pool.health().killed);
  }

  handled({ route, status, seconds }: Handled): void {
    this.#requests.observe(
      { protocol: route?.protocol ?? "none", path: route?.path ?? "none", status: String(status) },
      seconds,
    );
  }

  terms({ name: program, terms }: Program, results: ReadonlyMap<string, TermResult>, rollouts: number): void {
    this.#rollouts.inc({ program }, rollouts);
    for (const { name: term, range } of terms) {
      const result = results.get(term);
      if (result === undefined) continue;
      this.#termSeconds.observe({ program, term }, result.seconds);
      if (result.costUsd > 0) this.#costUsd.inc({ program, term }, result.costUsd);
      for (const [outcome, count] of countOutcomes(result.signal))
        this.#outcomes.inc({ program, term, outcome }, count);
      const width = range.max - range.min;
      if (!(width > 0 && width < Number.POSITIVE_INFINITY)) continue;
      const { values, present } = result.signal;
      // A batch of tokens may have millions of values: a few hundred, evenly spread, show the distribution.
      const stride = Math.max(1, Math.floor(values.length / 256));
      for (let i = 0; i < values.length; i += stride) {
        if (present[i] === 1) this.#values.observe({ program, term }, ((values[i] as number) - range.min) / width);
      }
    }
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }
}

function countOutcomes(signal: Signal): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let scored = 0;
  for (let i = 0; i < signal.present.length; i++) {
    if (signal.present[i] === 1) scored++;
    else {
      const missing = missingAt(signal, i);
      const outcome = missing.kind === "abstained" ? "abstained" : missing.blame;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
  }
  if (scored > 0) counts.set("scored", scored);
  return counts;
}
