/** Bundles what the image runs, libraries included: the server with its threads, and the data generator. Only snappy, which is native, stays a package. */
import { defineConfig } from 'vite';

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
        'query/query-worker': 'src/query/query-worker.ts',
        'read/read-worker': 'src/read/read-worker.ts',
        'otlp-json/json-worker': 'src/otlp-json/json-worker.ts',
        'protection/bcrypt-worker': 'src/protection/bcrypt-worker.ts',
        'k8s-data-generator': '../k8s-data-generator/src/main.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
