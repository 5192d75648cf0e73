/** All projects in one run: what `npm test` uses. A single project: `npx nx test <project>`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      'apps/*/vitest.config.ts',
      'libs/*/*/vitest.config.ts',
      'libs/*/vitest.config.ts',
      'libs/platform/components/*/vitest.config.ts',
      'clusters/vitest.config.ts',
      'tools/lab/vitest.config.ts',
      'tools/vitest.config.ts',
    ],
  },
});
