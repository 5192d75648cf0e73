import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.ts';

/** The lab is a project of its own below this folder. */
export default mergeConfig(shared, { test: { exclude: ['lab/**'], globalSetup: ['src/start/bundle-once.ts'] } });
