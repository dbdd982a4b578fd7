import type { Metrics } from "../experiment/run.ts";

/** Means of what was measured at each step of learning, by name. */
export interface OffPolicyMetrics {
  begin(): void;
  add(metrics: Metrics): void;
  read(): Metrics;
}

/** Each mean is over the steps that measured the quantity. */
export function createOffPolicyMetrics(): OffPolicyMetrics {
  const sums = new Map<string, { sum: number; count: number }>();
  return {
    begin: () => sums.clear(),
    add: (metrics) => {
      for (const name in metrics) {
        const entry = sums.get(name);
        if (entry === undefined) sums.set(name, { sum: metrics[name] as number, count: 1 });
        else {
          entry.sum += metrics[name] as number;
          entry.count++;
        }
      }
    },
    read: () => Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count])),
  };
}
