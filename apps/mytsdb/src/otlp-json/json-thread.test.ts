import { jsonToProtobuf, OtlpJsonError } from '@chimera/ingest-otlp';
import { afterEach, expect, test, vi } from 'vitest';
import { createJsonThread, type JsonThread } from './json-thread.ts';

// Tells what this thread converts itself; the other has a module of its own.
vi.mock('@chimera/ingest-otlp', { spy: true });

const FILE = new URL('./json-worker.ts', import.meta.url);
let thread: JsonThread | null = null;
afterEach(() => thread?.end());

const start = (heapBytes = 256 * 2 ** 20, file = FILE): JsonThread => {
  thread = createJsonThread(file, heapBytes);
  return thread;
};

function body(points: number): Uint8Array {
  const dataPoints = Array.from({ length: points }, (_, i) => ({ timeUnixNano: `${i}000000`, asDouble: i / 7 }));
  const metrics = [{ name: 'g', gauge: { dataPoints } }];
  return Buffer.from(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }));
}

test('large bodies are converted elsewhere, each to what it stands for', async () => {
  const { convert } = start();
  const bodies = [20_000, 1, 5_000, 10_000].map(body);
  const converted = await Promise.all(bodies.map(convert));
  expect(vi.mocked(jsonToProtobuf).mock.calls).toEqual([[bodies[1]]]);
  converted.forEach((bytes, i) => {
    expect(Buffer.compare(bytes, jsonToProtobuf(bodies[i] as Uint8Array))).toBe(0);
  });
});

test('what is wrong is told, and the next body is fine', async () => {
  const { convert } = start();
  const broken = Buffer.from(`{"resourceMetrics": "${'x'.repeat(100_000)}"}`);
  await expect(convert(broken)).rejects.toThrow(/resourceMetrics must be an array/);
  await expect(convert(broken)).rejects.toBeInstanceOf(OtlpJsonError);
  expect((await convert(body(5_000))).length).toBeGreaterThan(100);
});

test('a body takes no memory for the objects that it has', async () => {
  const { convert } = start(64 * 2 ** 20);
  const many = Buffer.from(`{"resourceMetrics": [${'{},'.repeat(3_000_000)}{}]}`);
  expect((await convert(many)).length).toBe(2 * 3_000_001);
});

test('a thread that runs out of memory refuses that body, and the next has another thread', async () => {
  const { convert } = start(64 * 2 ** 20, new URL('./testdata/worker.mjs', import.meta.url));
  const large = Buffer.alloc(100_000, 'hoard');
  const [refused, next] = await Promise.allSettled([convert(large), convert(Buffer.alloc(100_000, 'x'))]);
  expect(refused).toMatchObject({ reason: { message: expect.stringMatching(/raise --query-worker-heap/) } });
  expect(next).toMatchObject({ status: 'fulfilled', value: Uint8Array.of(1) });
});

test('a thread that ends fails its body, and the next has another thread', async () => {
  const { convert } = start(64 * 2 ** 20, new URL('./testdata/worker.mjs', import.meta.url));
  const [failed, next] = await Promise.allSettled([
    convert(Buffer.alloc(100_000, 'exit')),
    convert(Buffer.alloc(100_000, 'x')),
  ]);
  expect(failed).toMatchObject({ reason: { message: 'the thread that reads OTLP/JSON ended' } });
  expect(next).toMatchObject({ status: 'fulfilled', value: Uint8Array.of(1) });
});
