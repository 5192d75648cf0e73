import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createHead } from './index.ts';

test('what was appended is selected, read and looked back at', async () => {
  const head = createHead({ now: () => 10_000_000 });
  const ref = head.series(labelsFrom({ __name__: 'up', job: 'a' }));
  const counts = new AppendCounts();
  head.appendRegular(ref as number, 0, 15_000, new Float64Array([1, 0, 1]), 0, 3, counts);
  expect(counts.accepted).toBe(3);
  const set = await head.querier().select([{ name: 'job', type: '=~', value: 'a|b' }], { minMs: 0, maxMs: 60_000 });
  const column = new StepColumn(3);
  set.readSteps(0, { startMs: 10_000, stepMs: 10_000, count: 3 }, 12_000, column);
  expect([...column.present]).toEqual([1, 1, 1]);
  expect([...column.values]).toEqual([1, 0, 1]);
  const buffer = new SampleBuffer();
  set.read(0, { minMs: 0, maxMs: 1e9 }, buffer);
  expect([...buffer.timestamps.subarray(0, buffer.count)]).toEqual([0, 15_000, 30_000]);
});
