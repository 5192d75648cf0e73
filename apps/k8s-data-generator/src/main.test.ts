/** The program as a process: what it prints and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startTestServer } from './testing-server.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function start(args: readonly string[], environment: Record<string, string> = {}, stopAt?: string) {
  const child = spawn(process.execPath, ['--conditions=@chimera/source', MAIN, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
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
    const { code, out } = await start(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('SEED_PODS_PER_SERVICE');
  });

  it('refuses bad knobs with exit code 2, all at once', async () => {
    const { code, err } = await start(['--preset', 'huge', '--metrics', '0'], { SEED_DAYS: '-1' });
    expect(code).toBe(2);
    expect(err).toContain("--preset 'huge': allowed is small, week, medium, large");
    expect(err).toContain("SEED_DAYS '-1': allowed is above 0, at most 31, fractions too");
    expect(err).toContain("--metrics '0': allowed is 1 to 189");
  });

  it('fails with exit code 1 and says what to do when no server is there', async () => {
    const { code, err } = await start(['--target', '127.0.0.1:1', '--wait', '1']);
    expect(code).toBe(1);
    expect(err).toContain('no Arrow Flight at 127.0.0.1:1 after 1 s');
    expect(err).not.toContain('    at ');
  });

  it('seeds, follows, and ends with exit code 0 on SIGTERM', async () => {
    const server = await startTestServer();
    const set = ['--metrics', '1', '--days', '0.001', '--target', `127.0.0.1:${server.port}`];
    const { code, out, err } = await start([...set, '--follow'], {}, 'following live');
    server.stop();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('40 series, 200 samples');
    expect(out).toContain('the server acknowledged 200 samples (0 rejected)');
  });
});
