/** Bundles what the image runs, libraries included: the server with its threads, and the data generator. Only snappy, which is native, stays a package. */
import { defineConfig } from 'vite';
import { WORKERS } from './src/worker-files.ts';

const conditions = ['@chimera/source', 'module', 'node', 'import'];

export default defineConfig({
  resolve: { conditions },
  ssr: { noExternal: true, external: ['snappy'], resolve: { conditions } },
  build: {
    ssr: true,
    outDir: '/app',
    emptyOutDir: false,
    target: 'node24',
    rolldownOptions: {
      input: {
        mytsdb: 'src/main.ts',
        ...Object.fromEntries(WORKERS.map((path) => [path, `src/${path}.ts`])),
        'k8s-data-generator': '../k8s-data-generator/src/main.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
