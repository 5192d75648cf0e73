/** Response times: kept as they are, asked for percentiles. */
export class Latencies {
  readonly #ms: number[] = [];
  failures = 0;

  add(ms: number): void {
    this.#ms.push(ms);
  }

  get count(): number {
    return this.#ms.length;
  }

  /** The value that a share `q` of all stays at or below; NaN without any. */
  percentile(q: number): number {
    const sorted = [...this.#ms].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  }

  toString(): string {
    const [p50, p99, max] = [0.5, 0.99, 1].map((q) => `${this.percentile(q).toFixed(1)} ms`);
    return `p50 ${p50}, p99 ${p99}, max ${max} (${this.count} requests, ${this.failures} failed)`;
  }
}
