/** The web page: files of its build folder, or a page that says how to build it. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { sendNotFound, sendText } from './respond.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>MyTSDB</title>
<body style="font:16px/1.5 system-ui;margin:3rem auto;max-width:40rem;padding:0 1rem">
<h1>MyTSDB is running</h1>
<p>Its web page is not built yet. In the repository, run</p>
<pre>npx vite build apps/mytsdb-ui</pre>
<p>and reload. The API works without it: <a href="/api/v1/query?query=count(up)">/api/v1/query?query=count(up)</a>,
<a href="/-/ready">/-/ready</a>, <a href="/metrics">/metrics</a>.</p>
`;

const PAGE_HEADERS = {
  'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
  'x-content-type-options': 'nosniff',
};

/** The page itself. */
export async function sendPage(response: ServerResponse, folder: string): Promise<void> {
  const page = await read(join(folder, 'index.html'));
  sendText(response, 200, page?.toString() ?? NOT_BUILT, {
    ...PAGE_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

/** A file below `assets/` of the build: its name holds a hash of its content, so it never changes. */
export async function sendAsset(response: ServerResponse, folder: string, path: string): Promise<void> {
  const relative = normalize(path);
  const type = TYPES[extname(relative)];
  const inside = /^\/assets\/[\w.-]+$/.test(relative);
  const content = inside && type !== undefined ? await read(join(folder, relative)) : null;
  if (content === null || type === undefined) {
    sendNotFound(response);
    return;
  }
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': type,
    'content-length': content.length,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(content);
}

function read(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null);
}
