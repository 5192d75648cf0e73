import { test } from 'vitest';
import { CONTRACT_CASES } from './contract/index.ts';
import { createMemoryStorage } from './index.ts';

test.each(CONTRACT_CASES)('memory storage: $name', async ({ run }) => {
  await run(createMemoryStorage());
});
