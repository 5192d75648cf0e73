import { jsonToProtobuf, OtlpJsonError } from '@chimera/ingest-otlp';
import { afterEach, expect, test } from 'vitest';
import { createJsonThread, type JsonThread } from './json-thread.ts';

const FILE = new URL('./json-worker.ts', import.meta.url);
let thread: JsonThread | null = null;
afterEach(() => thread?.end());

const start = (heapBytes = 256 * 2 ** 20): JsonThread => {
  thread = createJsonThread(FILE, heapBytes);
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
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  const converted = await Promise.all(bodies.map(convert));
  clearInterval(counting);
  expect(turns).toBeGreaterThan(2);
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

// 64 MiB is the least that --query-worker-heap takes: a thread at rest has 12, three million objects need far more.
test('a body that needs more memory than the thread has is refused, and the next is fine', async () => {
  const { convert } = start(64 * 2 ** 20);
  const tooMuch = Buffer.from(`{"resourceMetrics": [${'{},'.repeat(3_000_000)}{}]}`);
  const [large, small] = await Promise.allSettled([convert(tooMuch), convert(body(2_000))]);
  expect(large).toMatchObject({ reason: { message: expect.stringMatching(/raise --query-worker-heap/) } });
  expect(small).toMatchObject({ status: 'fulfilled' });
});
