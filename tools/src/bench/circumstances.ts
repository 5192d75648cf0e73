/** Where, when and with what a bench ran. */
import { cpus, totalmem } from 'node:os';
import type { BenchData } from './data.ts';
import { type Peer, versionOf } from './peers.ts';

export type Circumstances = {
  readonly date: string;
  readonly machine: string;
  readonly samples: number;
  readonly series: number;
  readonly databases: readonly { readonly name: string; readonly version: string }[];
};

export function circumstances(data: BenchData, peers: readonly Peer[]): Circumstances {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    samples: data.samples,
    series: data.series.length,
    databases: [
      { name: 'mytsdb', version: 'this commit' },
      ...peers.map((peer) => ({ name: peer.name, version: versionOf(peer) ?? '' })),
    ],
  };
}

/** Two sentences for above a table. */
export function sayCircumstances({ samples, series, machine, date, databases }: Circumstances): string {
  const peers = databases.slice(1).map(({ name, version }) => `${name} (${version})`);
  return [
    `${samples.toLocaleString('en-US')} samples in ${series.toLocaleString('en-US')} series; ${machine}; ${date}.`,
    peers.length === 0 ? '' : `Beside ${peers.join(' and ')}.`,
  ].join('\n');
}
