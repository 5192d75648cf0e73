/**
 * Does what Grafana's pages do with a Prometheus data source, with the code that does it there (`@grafana/prometheus`).
 *
 * Usage: main FOLDER VERSION SERVER UID. FOLDER has the packages, SERVER is the URL of Grafana's server. Prints what came out as JSON.
 */
import { type DataSource, loadPackages } from './packages.ts';
import { NOW_MS, type Page } from './page.ts';
import { scenes } from './scenes.ts';
import { backendService, templateService } from './services.ts';

const [folder, version, server, uid] = process.argv.slice(2) as [string, string, string, string];

// What the packages complain about is part of what came out; what they announce is not.
const complaints: string[] = [];
console.error = (...all: unknown[]) => complaints.push(all.map((one) => JSON.stringify(one)).join(' '));
console.warn = console.error;
console.log = () => {};
console.info = () => {};
// Requests "of the last half hour" are then the same each time.
Date.now = () => NOW_MS;

const { prometheus, data, runtime, rxjs } = loadPackages(folder, version);
const settings = {
  id: uid === 'post' ? 1 : 2,
  uid,
  name: uid,
  type: 'prometheus',
  access: 'proxy',
  url: `/api/datasources/proxy/uid/${uid}`,
  jsonData: { httpMethod: uid.toUpperCase(), timeInterval: '15s' },
  meta: { id: 'prometheus', info: { version } },
};
runtime.setBackendSrv(backendService(rxjs, server));
runtime.setDataSourceSrv({ getInstanceSettings: () => settings });
runtime.setEchoSrv({ addEvent: () => {}, addBackend: () => {}, flush: () => {} });

const page: Page = {
  version,
  uid,
  range: (fromMs, toMs) => {
    const [from, to] = [data.dateTime(fromMs), data.dateTime(toMs)];
    return { from, to, raw: { from, to } };
  },
  open: (variables = {}, more = {}): DataSource => {
    const templates = templateService(variables);
    runtime.setTemplateSrv(templates);
    const jsonData = { ...settings.jsonData, ...more };
    return new prometheus.PrometheusDatasource({ ...settings, jsonData }, templates);
  },
  last: rxjs.lastValueFrom,
};
const results: Record<string, unknown> = {};
for (const [name, play] of Object.entries(scenes)) results[name] = await play(page);
process.stdout.write(JSON.stringify({ results, complaints }));
