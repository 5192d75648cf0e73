import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteReadHandler } from '@chimera/http-remote-read';
import { seededRandom } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { streamedRead } from './streamed-read.ts';

const T = 1_700_000_000_000;

test('what a store holds comes out again, sample by sample', async () => {
  const random = seededRandom(3);
  const store = createMemoryStorage();
  const wanted: [string, number, number][] = [];
  for (const series of ['a', 'b', 'c']) {
    const ref = store.series(labelsFrom({ __name__: 'm', series })) as number;
    let time = T;
    const times = Float64Array.from(
      { length: 1_000 },
      () => (time += random.pick([3, 3, 3, 5_000, 70_000, 3_000_000])),
    );
    const values = Float64Array.from(times, (_, i) =>
      series === 'a' ? i : random.pick([0, -1, 1e300, 5e-324, i, random.next(), -random.next() * 1e9]),
    );
    store.append(ref, times, values, 0, times.length, new AppendCounts());
    times.forEach((at, i) => wanted.push([series, at, values[i] as number]));
  }
  const handle = createRemoteReadHandler({ queryable: store });
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = await handle({ method: 'POST', body: Buffer.concat(parts) });
    response.writeHead(answer.status, answer.headers);
    // In pieces that end anywhere.
    for await (const frame of answer.body as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < frame.length; at += 997) response.write(frame.subarray(at, at + 997));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const got: [string, number, number][] = [];
  try {
    const { port } = server.address() as AddressInfo;
    await streamedRead(port, { metric: 'm', startMs: 0, endMs: 2 * T }, (...sample) => void got.push(sample));
  } finally {
    server.close();
  }
  expect(got).toEqual(wanted);
});
