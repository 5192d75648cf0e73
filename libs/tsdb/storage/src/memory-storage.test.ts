import { labelsFrom } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { AppendCounts, createMemoryStorage, StepColumn } from './index.ts';

test('what was appended is selected, read and looked back at', async () => {
  const storage = createMemoryStorage();
  const ref = storage.series(labelsFrom({ __name__: 'up', job: 'a' }));
  const counts = new AppendCounts();
  storage.appendRegular(ref as number, 0, 15_000, new Float64Array([1, 0, 1]), 0, 3, counts);
  expect(counts.accepted).toBe(3);
  const set = await storage.querier().select([{ name: 'job', type: '=~', value: 'a|b' }], { minMs: 0, maxMs: 60_000 });
  const column = new StepColumn(3);
  set.readSteps(0, { startMs: 10_000, stepMs: 10_000, count: 3 }, 12_000, column);
  expect([...column.present]).toEqual([1, 1, 1]);
  expect([...column.values]).toEqual([1, 0, 1]);
});
