/** The program as a process: what it prints and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function start(args: readonly string[], stopAt?: string) {
  const child = spawn(process.execPath, ['--conditions=@chimera/source', MAIN, ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
    if (stopAt !== undefined && out.includes(stopAt)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (text) => (err += text));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe.concurrent('the program', () => {
  it('prints its help', async () => {
    expect(await start(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
    });
  });

  it('refuses bad flags with exit code 2', async () => {
    const { code, err } = await start(['--port', 'x', '--interval', '0']);
    expect(code).toBe(2);
    expect(err).toContain("--port 'x': allowed is 0 to 65535");
    expect(err).toContain("--interval '0': allowed is 1 to 3600");
  });

  it('ends with exit code 0 on SIGTERM, also when nobody takes its metrics', async () => {
    const { code, out } = await start(['--endpoint', 'http://127.0.0.1:1'], 'requests a second');
    expect(code).toBe(0);
    expect(out).toContain('metrics to http://127.0.0.1:1 every 5 s');
  });
});
