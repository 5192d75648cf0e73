import { CONTRACT_CASES, CONTRACT_NOW_MS } from '@chimera/tsdb-storage/contract';
import { test } from 'vitest';
import { createHead } from './index.ts';

test.each(CONTRACT_CASES)('head: $name', async ({ run }) => {
  await run(createHead({ now: () => CONTRACT_NOW_MS, outOfOrderWindowMs: 600_000 }));
});
