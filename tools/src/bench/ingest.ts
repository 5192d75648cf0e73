/** Bulk ingest, first byte to last acknowledgement. */
import { createFlightClient } from '@chimera/ingest-flight';
import type { BenchData } from './data.ts';
import type { BenchServer } from './server.ts';

/** Seconds for the whole set over Flight. Throws when a sample was refused. */
export async function ingestFlight(flightPort: number, { batches, samples }: BenchData): Promise<number> {
  const client = createFlightClient(`127.0.0.1:${flightPort}`);
  try {
    await client.ready(10_000);
    let accepted = 0;
    const started = performance.now();
    const put = client.put({ kind: 'path', path: ['bench'] }, (ack) => {
      accepted += ack.accepted ?? 0;
    });
    for (const batch of batches) await put.send(batch);
    await put.finish();
    const seconds = (performance.now() - started) / 1_000;
    if (accepted !== samples) throw new Error(`${accepted} of ${samples} samples were accepted`);
    return seconds;
  } finally {
    client.close();
  }
}

const WRITE_HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};

/** Seconds for the whole set over remote write 1.0, one request after the other, in order of time. */
export async function ingestRemoteWrite(server: BenchServer, requests: readonly Buffer[]): Promise<number> {
  const started = performance.now();
  for (const body of requests) await server.request('POST', '/api/v1/write', body, WRITE_HEADERS);
  return (performance.now() - started) / 1_000;
}
