/** What the program says: what will be sent, what was acknowledged. */
import {
  type DataSet,
  endSec,
  familiesFor,
  podCount,
  sampleCount,
  seriesCount,
  seriesPerContainer,
} from '@chimera/arrow-generator';
import type { SeedReport } from './seed.ts';

/** What MyTSDB needs for one sample of such data, bytes: measured 1.5 to 1.7. For the estimate before sending. */
export const ESTIMATED_BYTES_PER_SAMPLE = 2;

/** Bytes that a set of so many steps takes in the server, roughly. */
export function estimatedBytes(set: DataSet): number {
  return sampleCount(set) * ESTIMATED_BYTES_PER_SAMPLE;
}

/** Lines that say what will be sent. */
export function describeSet(set: DataSet, preset: string, planted: number): string[] {
  const perContainer = seriesPerContainer(set.metrics);
  const families = familiesFor(set.metrics).length;
  const containers = podCount(set) * set.containers;
  const asked = perContainer === set.metrics ? '' : ` (--metrics ${set.metrics}: whole metrics only)`;
  const anomalies = planted === 0 ? 'no anomalies' : `${planted} of ${set.anomalies} anomalies`;
  return [
    `preset ${preset}: ${iso(set.startSec)} to ${iso(endSec(set))}, every ${set.intervalSec} s (${grouped(set.steps)} steps)`,
    `${counted(set.regions, 'region')}, ${counted(set.clusters, 'cluster')}, ${counted(set.nodes, 'node')}, ` +
      `${counted(set.namespaces, 'namespace')}, ${counted(podCount(set), 'pod')}, ${counted(containers, 'container')} x ` +
      `${perContainer} series of ${families} metrics${asked}`,
    `${grouped(seriesCount(set))} series, ${grouped(sampleCount(set))} samples, about ` +
      `${megabytes(estimatedBytes(set))} in the server; random seed ${set.randomSeed}, ${anomalies}`,
  ];
}

/** One line that says what the server acknowledged. */
export function describeReport(report: SeedReport): string {
  const rate = report.accepted / Math.max(0.001, report.seconds) / 1e6;
  const series = report.serverSeries === null ? '' : `; it holds ${grouped(report.serverSeries)} series`;
  return (
    `the server acknowledged ${grouped(report.accepted)} samples (${grouped(report.rejected)} rejected) in ` +
    `${report.seconds.toFixed(1)} s, ${rate.toFixed(1)} million a second${series}`
  );
}

/** 20736000 as 20,736,000. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Unix seconds as RFC 3339. */
export function iso(unixSec: number): string {
  return new Date(unixSec * 1000).toISOString().replace('.000Z', 'Z');
}

export function megabytes(bytes: number): string {
  return bytes < 1e10 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
