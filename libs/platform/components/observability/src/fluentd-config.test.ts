import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systems } from '@chimera/platform-catalog';
import { expect, test } from 'vitest';
import { fluentdConfig, SWEEP_SCRIPT } from './fluentd-config.ts';

const options = { opensearch: null, keep: '512Mi', forwardPort: 24224, metricsPort: 24231 } as const;

test.each([options, { ...options, opensearch: systems.opensearch.endpoints.http }])(
  'every directive is closed, in order: %#',
  (given) => {
    const open: string[] = [];
    for (const line of fluentdConfig(given).split('\n')) {
      const [, end, name] = /^\s*<(\/?)(\w+)/.exec(line) ?? [];
      if (name === undefined) continue;
      if (end === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  },
);

test('a line that no label or tag matches is lost: each source but the monitors has its way', () => {
  const text = fluentdConfig(options);
  for (const label of ['@LINES', '@LOGS']) expect(text).toContain(`<label ${label}>`);
  expect(text.match(/@label @LINES/g)).toHaveLength(1);
  expect(text.match(/_label @LOGS|@label @LOGS/g)).toHaveLength(3);
});

test('with OpenSearch it writes there, from a bounded buffer, with user and password from the environment', () => {
  const text = fluentdConfig({ ...options, opensearch: systems.opensearch.endpoints.http });
  expect(text).toContain('host opensearch.storage.svc.cluster.local\n');
  expect(text).toContain('port 9200\n');
  expect(text).toContain(`total_limit_size ${512 * 2 ** 20}\n`);
  expect(text).toContain(`password "#{ENV['FLUENT_OPENSEARCH_PASSWORD']}"`);
  expect(text).not.toContain('sweep');
});

test('the sweep removes the oldest files until the rest fits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
  try {
    for (const [index, name] of ['a.gz', 'b.gz', 'c.gz', 'd.gz'].entries()) {
      writeFileSync(join(folder, name), Buffer.alloc(64 * 1024, 1));
      utimesSync(join(folder, name), 1_000_000 + index, 1_000_000 + index);
    }
    const out = execFileSync('sh', ['-c', SWEEP_SCRIPT, 'sweep.sh', folder, '160'], { encoding: 'utf8' });
    expect(out).toBe('removed a.gz\nremoved b.gz\n');
    expect(readdirSync(folder).sort()).toEqual(['c.gz', 'd.gz']);
    expect(execFileSync('sh', ['-c', SWEEP_SCRIPT, 'sweep.sh', folder, '160'], { encoding: 'utf8' })).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
