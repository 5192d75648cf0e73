/** Servers and threads on a machine that is busy may take longer than Vitest waits by itself for what is polled. */
import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

export default mergeConfig(shared, { test: { expect: { poll: { timeout: 20_000 } } } });
