import { labelsFrom, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createHead } from './head.ts';

test('a reader of presence only sees the same steps', async () => {
  const head = createHead({ now: () => 60_000_000, retentionMs: Number.POSITIVE_INFINITY });
  const values = Float64Array.from({ length: 1_000 }, (_, i) => Math.sin(i));
  writeStaleAt(new Uint32Array(values.buffer), 300);
  const counts = new AppendCounts();
  const regular = head.series(labelsFrom({ __name__: 'regular' })) as number;
  head.appendRegular(regular, 15_000, 15_000, values.subarray(400), 0, 600, counts);
  const stale = head.series(labelsFrom({ __name__: 'stale' })) as number;
  head.appendRegular(stale, 15_000, 15_000, values, 0, 1_000, counts);
  expect(counts.rejected).toBe(0);
  const set = await head
    .querier()
    .select([{ name: '__name__', type: '=~', value: '.+' }], { minMs: 0, maxMs: 60_000_000 });
  for (const stepMs of [15_000, 60_000, 300_000, 47_000]) {
    const grid = { startMs: 0, stepMs, count: 60 };
    for (const index of set.labels.keys()) {
      const full = new StepColumn(grid.count);
      const presence = new StepColumn(grid.count);
      presence.presenceOnly = true;
      set.readSteps(index, grid, 300_000, full);
      set.readSteps(index, grid, 300_000, presence);
      expect(presence.present).toEqual(full.present);
      expect(full.present).toContain(1);
    }
  }
});
