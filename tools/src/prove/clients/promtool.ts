/** What `promtool` says of a MyTSDB that holds known samples. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { expectEqual } from '../expect-equal.ts';
import type { Proof } from '../proof.ts';
import { NEEDS_PROMETHEUS, versionOf } from './prometheus.ts';
import { importText, startTarget } from './target.ts';

const run = promisify(execFile);

const STEP_SEC = 15;
const STEPS = 5;

export const promtool: Proof = {
  says: "promtool asks for an instant, a range, series and label values, and checks MyTSDB's own /metrics",
  needs: NEEDS_PROMETHEUS,
  async *run() {
    yield await versionOf({ command: 'promtool', needs: NEEDS_PROMETHEUS });
    const target = await startTarget();
    const url = `http://127.0.0.1:${target.server.port}`;
    const ask = async (...args: readonly string[]): Promise<string> => (await run('promtool', args)).stdout.trim();
    try {
      const endSec = Math.floor(Date.now() / 1_000 / STEP_SEC) * STEP_SEC;
      const startSec = endSec - (STEPS - 1) * STEP_SEC;
      const times = Array.from({ length: STEPS }, (_, i) => startSec + i * STEP_SEC);
      const lines = ['a', 'b'].flatMap((room, r) =>
        times.map((time, i) => `tool_value{room="${room}"} ${r * 10 + i + 0.5} ${time * 1_000}`),
      );
      await importText(target, lines);

      const instant = await ask('query', 'instant', '--time', `${endSec}`, url, 'tool_value');
      const last = (room: string, value: number) => `tool_value{room="${room}"} => ${value} @[${endSec}]`;
      expectEqual('query instant', instant.split('\n').sort(), [last('a', 4.5), last('b', 14.5)]);
      yield `query instant: ${instant.replace('\n', '; ')}`;

      const scalar = await ask('query', 'instant', '--time', `${endSec}`, url, 'scalar(sum(tool_value))');
      expectEqual('query instant of a scalar', scalar, `scalar: 19 @[${endSec}]`);

      const json = await ask('query', 'instant', '-o', 'json', '--time', `${endSec}`, url, 'tool_value{room="b"}');
      expectEqual('query instant as JSON', JSON.parse(json), [
        { metric: { __name__: 'tool_value', room: 'b' }, value: [endSec, '14.5'] },
      ]);

      const bounds = ['--start', `${startSec}`, '--end', `${endSec}`];
      const range = await ask('query', 'range', ...bounds, '--step', `${STEP_SEC}s`, url, 'sum(tool_value)');
      const sums = times.map((time, i) => `${11 + 2 * i} @[${time}]`);
      expectEqual('query range', range.split('\n'), ['{} =>', ...sums]);
      yield `query range: ${STEPS} points`;

      const series = await ask('query', 'series', '--match', '{__name__=~"tool_.*"}', ...bounds, url);
      const names = ['a', 'b'].map((room) => `{__name__="tool_value", room="${room}"}`);
      expectEqual('query series', series.split('\n').sort(), names);
      const rooms = await ask('query', 'labels', ...bounds, url, 'room');
      expectEqual('query labels', rooms.split('\n').sort(), ['a', 'b']);
      yield `query series: ${names.join('; ')}; query labels: ${rooms.replace('\n', ', ')}`;

      const refused = await run('promtool', ['query', 'instant', url, 'sum(']).then(
        () => 'nothing',
        (error: { stderr: string }) => error.stderr,
      );
      if (!refused.includes('bad_data') || !refused.includes('parse error'))
        throw new Error(`a wrong query: expected bad_data and a parse error, got ${refused}`);
      yield `a wrong query is refused: ${refused.trim()}`;

      const { body } = await target.server.request('GET', '/metrics');
      const check = await checkMetrics(body);
      expectEqual('check metrics', check, { code: 0, said: '' });
      yield `check metrics finds nothing wrong in ${body.toString().split('\n').length} lines of /metrics`;

      const help = await ask('--help-long');
      yield help.includes('push metrics')
        ? 'push metrics: this promtool has it, and it is not proved here'
        : 'push metrics: this promtool does not have it';
    } finally {
      await target.server.stop();
    }
  },
};

/** `promtool check metrics`: 0, or 3 with a line for each thing that its linter dislikes. */
function checkMetrics(text: Buffer): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: said.trim() }));
    child.stdin.end(text);
  });
}
