/** The one Vitest configuration: every project's `vitest.config.ts` re-exports it. */
import { defineConfig } from 'vitest/config';

/** Resolve workspace packages to their TypeScript sources, so that a test never runs a stale `dist`. */
const conditions = ['@chimera/source'];

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/testdata/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--conditions=@chimera/source'],
  },
});
