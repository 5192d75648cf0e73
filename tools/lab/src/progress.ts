/** Steps with their times, as lines that also read well in a log. */

export type Progress = {
  /** Runs a step and says how long it took; a long one says every ten seconds that it lives. */
  step<T>(what: string, run: () => Promise<T>): Promise<T>;
  say(line: string): void;
};

/** Writes to `write`, a line at a time. */
export function createProgress(write: (line: string) => void = (line) => console.log(line)): Progress {
  return {
    say: write,
    async step(what, run) {
      const started = performance.now();
      const seconds = (): string => formatSeconds(performance.now() - started);
      const ticker = setInterval(() => write(`  ... ${what}, ${seconds()}`), 20_000);
      try {
        const value = await run();
        write(`  ${what.padEnd(44)} ${seconds().padStart(9)}`);
        return value;
      } catch (error) {
        write(`  ${what.padEnd(44)} FAILED after ${seconds()}`);
        throw error;
      } finally {
        clearInterval(ticker);
      }
    },
  };
}

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
