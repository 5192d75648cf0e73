/** Records what Grafana's data source asks and is answered: the fixture that MyTSDB's tests replay. */
import { writeFileSync } from 'node:fs';
import { inRepo } from '../../workspace.ts';
import type { Proof } from '../proof.ts';
import type { Exchange } from './exchange-recorder.ts';
import { askAsGrafana, GRAFANA_NEEDS } from './grafana.ts';
import { FEED } from './grafana-data.ts';

const FILE = 'apps/mytsdb/src/testdata/grafana.json';

/** Its answer tells the version. */
const BUILDINFO = '/api/v1/status/buildinfo';

export const recordGrafana: Proof = {
  says: `plays the scenes of "grafana" and writes requests and answers anew, to ${FILE}`,
  needs: GRAFANA_NEEDS,
  async *run() {
    const { exchanges } = await askAsGrafana();
    const feed = exchanges
      .slice(0, FEED.length)
      .map(({ method, url, headers, body }) => ({ method, url, headers, body }));
    const asked = unique(exchanges.slice(FEED.length));
    const answers: unknown[] = [];
    const known = new Map<string, number>();
    const requests = asked.map(({ answer, ...request }) => {
      const text = request.url === BUILDINFO || answer === '' ? 'null' : answer;
      if (!known.has(text)) known.set(text, answers.push(JSON.parse(text)) - 1);
      return { ...request, answer: known.get(text) };
    });
    const list = (all: readonly unknown[]): string => `[\n  ${all.map((one) => JSON.stringify(one)).join(',\n  ')}\n ]`;
    const text = `{\n "feed": ${list(feed)},\n "requests": ${list(requests)},\n "answers": ${list(answers)}\n}\n`;
    writeFileSync(inRepo(FILE), text);
    yield `${FILE}: ${requests.length} different requests of ${exchanges.length}, ${answers.length} different answers, ${text.length} bytes`;
  },
};

/** Each request once, sorted: the order in which they are made is not always the same. */
function unique(exchanges: readonly Exchange[]): Exchange[] {
  const byRequest = new Map<string, Exchange>();
  for (const exchange of exchanges) {
    const { url, body, method } = exchange;
    const [path, query = ''] = url.split('?');
    // Go orders its parameters, but not those of a form.
    const key = [path, method, query, [...new URLSearchParams(body)].sort().join('&')].join(' ');
    const before = byRequest.get(key);
    if (before !== undefined && before.answer !== exchange.answer && path !== BUILDINFO)
      throw new Error(`two answers to ${method} ${url} ${body}`);
    if (before === undefined || before.body > body) byRequest.set(key, exchange);
  }
  return [...byRequest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, exchange]) => exchange);
}
