/** A small Kubernetes data set that ends now, sent through Flight as the generator does. */
import { BatchEncoder, type DataSet, PRESETS, Simulation, seriesCount, startFor } from '@chimera/arrow-generator';
import { createFlightClient, type FlightClient } from '@chimera/ingest-flight';

export const SERIES = 3_600;

/** `steps` of 15 s for the small preset's series. */
export function smallSet(steps: number): DataSet {
  const { days: _, intervalSec, ...sizes } = PRESETS.small;
  const startSec = startFor(Date.now() / 1000, intervalSec, steps);
  return { ...sizes, intervalSec, steps, startSec, randomSeed: 1, anomalies: 0 };
}

/**
 * Opens a seed and sends it whole; `finish` ends the stream, seed_complete is the caller's. `announced` steps are said
 * to come.
 */
export async function sendSeed(
  client: FlightClient,
  steps: number,
  announced = steps,
): Promise<{ finish(): Promise<void>; cancel(): void }> {
  const set = smallSet(steps);
  const metadata = { expected_samples: seriesCount(set) * announced };
  const put = client.put({ kind: 'path', path: ['test'] }, () => {}, metadata);
  for (const batch of new BatchEncoder(new Simulation(set)).batches(steps)) await put.send(batch);
  return put;
}

export async function connect(target: string): Promise<FlightClient> {
  const client = createFlightClient(target);
  await client.ready(10_000);
  return client;
}

/** Seeds and says that it is complete. */
export async function seedAll(target: string, steps: number): Promise<void> {
  const client = await connect(target);
  try {
    await (await sendSeed(client, steps)).finish();
    await client.action('seed_complete');
  } finally {
    client.close();
  }
}
