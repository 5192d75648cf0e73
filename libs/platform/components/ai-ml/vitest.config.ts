import { mergeConfig } from 'vitest/config';
import shared from '../../../../vitest.shared.ts';

/** Until the first component brings its tests. */
export default mergeConfig(shared, { test: { passWithNoTests: true } });
