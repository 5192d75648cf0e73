/** Starts the databases and fills them with the same data, one after the other; all stay up for the queries. */
import { type BenchData, remoteWriteRequests } from './data.ts';
import { ingestFlight, ingestRemoteWrite } from './ingest.ts';
import type { Target } from './measure.ts';
import { mytsdb, type Peer, PROMETHEUS, VICTORIA_METRICS, versionOf } from './peers.ts';
import { memoryOf, startServer } from './server.ts';

export type Filled = {
  /** Seconds that it took. */
  readonly seconds: number;
  readonly rssMib: number;
  readonly peakMib: number;
};

/** Prometheus and VictoriaMetrics, as far as they are installed; says which are not. */
export function installedPeers(): Peer[] {
  return [PROMETHEUS, VICTORIA_METRICS].filter((peer) => {
    const installed = versionOf(peer) !== null;
    if (!installed)
      console.log(`${peer.name} is not installed: no comparison with it (Debian: apt-get install ${peer.name}).`);
    return installed;
  });
}

/** `ours` is filled over Flight, the peers over remote write. Each that started is in `targets`, for the caller to stop. */
export async function fillAll(
  ours: Awaited<ReturnType<typeof mytsdb>>,
  peers: readonly Peer[],
  data: BenchData,
  targets: Target[],
): Promise<Filled[]> {
  const requests = peers.length > 0 ? [...remoteWriteRequests(data)] : [];
  const filled: Filled[] = [];
  for (const peer of [ours, ...peers]) {
    console.log(`Filling ${peer.name} ...`);
    const server = await startServer(peer);
    targets.push({ server, queryExtra: peer.queryExtra });
    const seconds =
      peer === ours ? await ingestFlight(ours.flightPort, data) : await ingestRemoteWrite(server, requests);
    filled.push({ seconds, ...memoryOf(server.pid) });
  }
  return filled;
}

/** Seconds that a MyTSDB of its own takes over remote write. */
export async function fillOverRemoteWrite(data: BenchData): Promise<number> {
  console.log('Filling another mytsdb over remote write ...');
  const server = await startServer(await mytsdb());
  try {
    return await ingestRemoteWrite(server, [...remoteWriteRequests(data)]);
  } finally {
    await server.stop();
  }
}
