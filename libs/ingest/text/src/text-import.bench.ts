/** Importing 10,000 lines: as a scrape (a series per line), and as a dump (100 lines per series). */
import type { Appender } from '@chimera/tsdb-storage';
import { bench, describe } from 'vitest';
import { DEFAULT_TEXT_IMPORT_LIMITS, TextImporter } from './index.ts';

const LINES = 10_000;

/** Takes everything and keeps nothing: only parsing is measured. */
function countingAppender(): Appender {
  let series = 0;
  return {
    series: () => series++,
    isLive: () => true,
    append: (_ref, _timestamps, _values, from, to, counts) => {
      counts.accepted += to - from;
    },
    appendRegular: () => {},
    appendHistogram: () => {},
    metadata: () => {},
  };
}

describe('10,000 lines', () => {
  for (const perSeries of [1, 100]) {
    const lines = Array.from({ length: LINES }, (_, i) => {
      const pod = `cart-v1-5d4f8c7b9-${Math.floor(i / perSeries)}`;
      return `container_cpu_usage_seconds_total{namespace="shop",pod="${pod}",zone="us-east-1a"} ${i / 100} ${1.76e12 + i}`;
    });
    const text = Buffer.from(lines.join('\n'));
    bench(`${perSeries} per series`, () => {
      const importer = new TextImporter({
        ...{ appender: countingAppender(), format: 'prometheus', nowMs: 0, limits: DEFAULT_TEXT_IMPORT_LIMITS },
      });
      importer.push(text);
      importer.end();
    });
  }
});
