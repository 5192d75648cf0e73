/** Bundles what the image runs; OpenTelemetry's exporter loads gRPC by name at run time, so these stay packages. */
import { defineConfig } from 'vite';

const conditions = ['@chimera/source', 'module', 'node', 'import'];

export default defineConfig({
  resolve: { conditions },
  ssr: { noExternal: [/^(?!@grpc\/|@opentelemetry\/)/], external: ['@grpc/grpc-js'], resolve: { conditions } },
  build: {
    ssr: true,
    outDir: '/app',
    emptyOutDir: false,
    target: 'node24',
    rolldownOptions: {
      input: { 'sample-app': 'src/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
