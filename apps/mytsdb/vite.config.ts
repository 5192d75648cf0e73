/**
 * Bundles the server and its query thread to plain JavaScript. Running it instead of the sources saves the memory that
 * stripping types costs in every thread (some 50 MB each), which a server whose store is memory should not spend.
 */
import { defineConfig } from 'vite';
import { WORKERS } from './src/worker-files.ts';

export default defineConfig({
  resolve: { conditions: ['@chimera/source', 'module', 'node', 'import'] },
  ssr: { noExternal: [/^@chimera\//], resolve: { conditions: ['@chimera/source', 'module', 'node', 'import'] } },
  build: {
    ssr: true,
    outDir: 'dist/bundle',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        ...Object.fromEntries(WORKERS.map((path) => [path, `src/${path}.ts`])),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
