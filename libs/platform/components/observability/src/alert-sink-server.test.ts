import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAlertSink } from './alert-sink-server.ts';

const lines: string[] = [];
const server = createAlertSink((line) => lines.push(line));
let base = '';

beforeEach(async () => {
  lines.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const post = (path: string, body: string) => fetch(`${base}${path}`, { method: 'POST', body });
const notification = {
  version: '4',
  status: 'firing',
  receiver: 'monitoring/alertmanager/observability',
  alerts: [
    { status: 'firing', labels: { alertname: 'Watchdog' }, annotations: { summary: 'Alerts reach this channel' } },
    { status: 'resolved', labels: { alertname: 'TargetDown', job: 'a"b' }, annotations: {} },
  ],
};

it('writes a line per alert and counts them by team', async () => {
  expect((await post('/observability', JSON.stringify(notification))).status).toBe(200);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      team: 'observability',
      status: 'firing',
      labels: { alertname: 'Watchdog' },
      summary: 'Alerts reach this channel',
    },
    { team: 'observability', status: 'resolved', labels: { alertname: 'TargetDown', job: 'a"b' }, summary: '' },
  ]);
  const metrics = await (await fetch(`${base}/metrics`)).text();
  expect(metrics).toContain('alert_sink_alerts_total{team="observability",status="firing"} 1\n');
  expect(metrics).toContain('alert_sink_alerts_total{team="observability",status="resolved"} 1\n');
});

it.each(['', 'no JSON', '{}', '[]', '{"alerts": {}}', '{"alerts": [1]}'])('refuses %j, and counts it', async (body) => {
  const before = await refused();
  expect((await post('/observability', body)).status).toBe(400);
  expect(await refused()).toBe(before + 1);
  expect(lines).toEqual([]);
});

it('refuses a notification of more than 4 MiB', async () => {
  expect((await post('/a', JSON.stringify({ alerts: [], padding: 'x'.repeat(5_000_000) }))).status).toBe(400);
});

it('answers health, and nothing else', async () => {
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect((await fetch(`${base}/other`)).status).toBe(404);
  expect((await fetch(base, { method: 'PUT' })).status).toBe(405);
});

async function refused(): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  return Number(/^alert_sink_refused_total (\d+)$/m.exec(text)?.[1]);
}
