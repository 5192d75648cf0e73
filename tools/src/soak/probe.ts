/** The prober's process, and what it has measured. */
import { sourceProgram, spawnProgram } from '../workspace.ts';
import { Latencies } from './latencies.ts';

export type Probe = {
  /** Ends it; resolves to what it has measured. */
  stop(): Promise<Latencies>;
};

const PROBER = sourceProgram('tools', 'src', 'soak', 'prober.ts');

export function startProbe(port: number, path: string): Probe {
  const child = spawnProgram(PROBER, [`${port}`, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      const { milliseconds, failures } = JSON.parse(said) as { milliseconds: number[]; failures: number };
      const latencies = new Latencies();
      for (const one of milliseconds) latencies.add(one);
      latencies.failures = failures;
      return latencies;
    },
  };
}
