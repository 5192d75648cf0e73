/** The web page in a real browser, served by the real server: built anew, so that it is never stale. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAll } from './testing/seed.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
  const message = 'no Chromium found (CHROMIUM, /usr/bin/chromium): the web page is NOT tested';
  if (process.env['CI']) throw new Error(message);
  console.warn(message);
}

let browser: Browser;
let server: ServerProcess;
let folder: string;
const problems: string[] = [];

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'mytsdb-page-'));
  const vite = join(ROOT, 'node_modules', '.bin', 'vite');
  execFileSync(vite, ['build', join(ROOT, 'apps', 'mytsdb-ui'), '--outDir', folder, '--logLevel', 'error']);
  server = await startServerProcess(['--expect-seed', '--web-dir', folder]);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function open(path: string, width = 1440, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !url.startsWith('data:')) problems.push(`request to ${url}`);
  });
  await page.goto(server.url + path);
  return page;
}

test.skipIf(executablePath === undefined)(
  'from seeding to a graph, a table, an error; wide and narrow, light and dark',
  async () => {
    const page = await open('/');
    await page.getByRole('status').getByText('waiting for a seeder').waitFor();
    await seedAll(server.flightTarget, 240);
    await page.getByRole('status').waitFor({ state: 'detached' });

    const field = page.getByLabel('PromQL query');
    await field.fill('sum(rate(container_cpu_usage_seconds_total[5m])) by (pod)');
    await field.press('Enter');
    await page.locator('.legend li').nth(19).waitFor();
    expect(await page.locator('.legend li').count()).toBe(20);
    expect(await page.locator('.chart canvas').count()).toBe(1);
    expect(await page.locator('.cost').textContent()).toMatch(/^20 series in \d+ ms$/);
    expect(new URL(page.url()).searchParams.get('q')).toContain('container_cpu');

    await page.getByRole('button', { name: '24h' }).click();
    await page.getByRole('tab', { name: 'Table' }).click();
    await page.locator('tbody tr').nth(19).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(20);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ tab: 'table', range: '24h' });
    await page.goBack();
    await page.locator('.legend li').first().waitFor();

    await field.fill('sum(rate(up))');
    await page.getByRole('button', { name: 'Run' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.locator('p').textContent()).toContain('expected type range vector in call to function "rate"');
    expect(await alert.locator('pre').textContent()).toBe('sum(rate(up))\n         ^');
    await page.close();

    const link = `/?${new URLSearchParams({ q: 'up{job="kubernetes-pods"}', tab: 'table' })}`;
    for (const width of [390, 1440]) {
      for (const path of ['/', link, link.replace('table', 'graph')]) {
        const sized = await open(path, width);
        await sized.locator('.examples, tbody tr, .legend li').first().waitFor({ state: 'attached' });
        const tooWide = await sized.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(tooWide, `${path} at ${width} px`).toBeLessThanOrEqual(0);
        await sized.close();
      }
    }
    // Native histograms are no numbers: told in the table, and not drawn.
    const point = {
      timeUnixNano: `${Date.now() - 60_000}000000`,
      count: '3',
      sum: 4.5,
      scale: 0,
      positive: { bucketCounts: ['3'] },
    };
    const exponentialHistogram = { aggregationTemporality: 2, dataPoints: [point] };
    const sent = await fetch(`${server.otlpHttpUrl}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'lat', exponentialHistogram }] }] }],
      }),
    });
    expect(await sent.text()).toBe('{}');
    const histograms = await open('/?q=lat&tab=table');
    expect(await histograms.locator('td.value').textContent()).toBe('count 3, sum 4.5\n(1, 2]  3');
    await histograms.getByRole('tab', { name: 'Graph' }).click();
    await histograms.locator('.remark').getByText('native histograms').waitFor();
    await histograms.close();

    const grounds = [];
    for (const scheme of ['light', 'dark'] as const) {
      const themed = await open('/', 1440, scheme);
      grounds.push(await themed.evaluate('getComputedStyle(document.body).backgroundColor'));
      await themed.close();
    }
    expect(new Set(grounds).size).toBe(2);
    expect(problems).toEqual([]);
  },
  90_000,
);

test.skipIf(executablePath === undefined)('without a build the page says how to get one', async () => {
  const bare = await startServerProcess(['--web-dir', join(tmpdir(), 'there-is-no-such-folder')]);
  try {
    const response = await fetch(bare.url);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('npx vite build apps/mytsdb-ui');
  } finally {
    await bare.dispose();
  }
});
