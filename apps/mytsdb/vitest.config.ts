/** Most tests start servers and threads: on a machine that is busy they take longer than Vitest waits by itself. */
import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

const PATIENCE_MS = 90_000;

export default mergeConfig(shared, {
  test: { testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS, expect: { poll: { timeout: 20_000 } } },
});
