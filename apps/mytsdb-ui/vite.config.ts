/** The web page's build: static files that the server serves at `/`. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', modulePreload: false },
  // `npx vite apps/mytsdb-ui` serves the sources and asks a running server for data.
  server: { proxy: { '/api': 'http://127.0.0.1:9090', '/-': 'http://127.0.0.1:9090' } },
});
