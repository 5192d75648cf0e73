import type { Context, Endpoint } from '@chimera/platform-kit';
import { expect, test } from 'vitest';
import { collectorConfig } from './otel-collector-config.ts';

interface Config {
  readonly extensions: object;
  readonly receivers: object;
  readonly processors: Record<string, { attributes?: { key: string }[] }>;
  readonly exporters: Record<string, { endpoint?: string; tls?: { insecure: boolean } }>;
  readonly service: {
    readonly extensions: string[];
    readonly pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
  };
}

const context = { use: (endpoint: Endpoint) => endpoint } as unknown as Context;
const config = (remoteWrite: boolean) => collectorConfig(context, { remoteWrite, logLevel: 'info' }) as Config;

test.each([false, true])('remote write %s: what is configured is used, and the reverse', (remoteWrite) => {
  const { service, ...parts } = config(remoteWrite);
  expect(service.extensions).toEqual(Object.keys(parts.extensions));
  for (const kind of ['receivers', 'processors', 'exporters'] as const) {
    const used = Object.values(service.pipelines).flatMap((pipeline) => pipeline[kind]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(parts[kind]).sort());
  }
});

test('traces go to Jaeger, metrics to MyTSDB, both without TLS', () => {
  const { exporters, service } = config(false);
  expect(exporters['jaeger']).toEqual({
    endpoint: 'jaeger.monitoring.svc.cluster.local:14250',
    tls: { insecure: true },
  });
  expect(exporters['otlp/mytsdb']).toEqual({
    endpoint: 'mytsdb.mytsdb.svc.cluster.local:4317',
    tls: { insecure: true },
  });
  expect(Object.keys(service.pipelines)).toEqual(['traces', 'metrics']);
});

test('the memory limiter comes first, so that nothing is batched that does not fit', () => {
  for (const { processors } of Object.values(config(true).service.pipelines))
    expect(processors[0]).toBe('memory_limiter');
});

test('the second way has a job of its own, which only a resource attribute of that name gives it', () => {
  const { exporters, processors, service } = config(true);
  expect(exporters['prometheusremotewrite']?.endpoint).toBe('http://mytsdb.mytsdb.svc.cluster.local:9090/api/v1/write');
  expect(service.pipelines['metrics/rw']?.processors).toContain('resource');
  expect(processors['resource']?.attributes?.map(({ key }) => key)).toEqual(['service.name', 'job', 'instance']);
  expect(service.pipelines['metrics']?.processors).not.toContain('resource');
});
