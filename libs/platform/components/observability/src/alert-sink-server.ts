/** The alert sink: answers Alertmanager's webhook, writes one line per alert, counts them. Runs as it is on Node 24; no imports but Node's own. */
import { createServer, type Server } from 'node:http';

/** What Alertmanager sends; more fields exist and are not looked at. */
interface Notification {
  readonly status?: string;
  readonly receiver?: string;
  readonly alerts?: readonly {
    readonly status?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * `POST /<team>` takes a notification, `GET /metrics` tells how many alerts each team was sent, `GET /healthz` says ok. `print` gets
 * one line of JSON per alert.
 */
export function createAlertSink(print: (line: string) => void): Server {
  const received = new Map<string, number>();
  let refused = 0;
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://sink').pathname;
    const answer = (code: number, text: string): void => {
      response.writeHead(code, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(text);
    };
    if (request.method === 'GET') {
      if (path === '/healthz') return answer(200, 'ok\n');
      if (path === '/metrics') return answer(200, exposition(received, refused));
      return answer(404, 'There are /healthz and /metrics.\n');
    }
    if (request.method !== 'POST') return answer(405, 'Notifications are posted.\n');
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      const notification = size <= LARGEST_BODY_BYTES ? parse(Buffer.concat(chunks).toString('utf8')) : undefined;
      if (notification?.alerts === undefined) {
        refused++;
        return answer(400, 'This is no notification of Alertmanager, or one of more than 4 MiB.\n');
      }
      const team = path.slice(1) || 'none';
      for (const { status = '', labels = {}, annotations = {} } of notification.alerts) {
        const key = `team="${escape(team)}",status="${escape(status)}"`;
        received.set(key, (received.get(key) ?? 0) + 1);
        print(JSON.stringify({ team, status, labels, summary: annotations['summary'] ?? '' }));
      }
      return answer(200, 'ok\n');
    });
  });
}

function parse(text: string): Notification | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { alerts } = value as Notification;
    return Array.isArray(alerts) && alerts.every((alert) => typeof alert === 'object' && alert !== null)
      ? (value as Notification)
      : undefined;
  } catch {
    return undefined;
  }
}

function exposition(received: ReadonlyMap<string, number>, refused: number): string {
  const lines = [
    '# HELP alert_sink_alerts_total Alerts that Alertmanager has sent.',
    '# TYPE alert_sink_alerts_total counter',
    ...[...received].sort().map(([labels, count]) => `alert_sink_alerts_total{${labels}} ${count}`),
    '# HELP alert_sink_refused_total Requests that were no notification.',
    '# TYPE alert_sink_refused_total counter',
    `alert_sink_refused_total ${refused}`,
  ];
  return `${lines.join('\n')}\n`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

if (import.meta.main) {
  const server = createAlertSink((line) => console.log(line));
  server.listen(Number(process.env['PORT']));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
