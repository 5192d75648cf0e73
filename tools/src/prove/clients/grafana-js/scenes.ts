/** What people do in Grafana's pages; each scene gives what the page would show. */
import { explore } from './explore.ts';
import type { Filter } from './packages.ts';
import { halfHour, type Page } from './page.ts';
import { annotations, incremental, panel } from './panel.ts';

type Scene = (page: Page) => Promise<unknown>;

/** In the order in which they are played. */
export const scenes: Readonly<Record<string, Scene>> = {
  saved: async (page) => {
    const source = page.open();
    const health = await source.testDatasource();
    const { details } = await source.callHealthCheck();
    await source.init();
    return { health, details, exemplars: source.exemplarsAvailable };
  },

  variables: async (page) => {
    const find = (query: string, variables = {}): Promise<string[]> => texts(page, query, variables);
    const namespace = 'infra';
    return {
      namespaces: await find('label_values(namespace)'),
      ofMetric: await find('label_values(http_requests_total, namespace)'),
      chained: await find('label_values(http_requests_total{namespace="$namespace"}, service)', { namespace: 'shop' }),
      several: await find('label_values(http_requests_total{namespace=~"$namespace",service=~"$service"}, pod)', {
        ...{ namespace: ['infra', 'shop'], service: ['cart', 'dns'] },
      }),
      nothingChosen: await find('label_values(http_requests_total{namespace="$namespace"}, pod)', { namespace: '' }),
      utf8: await find('label_values(utf, http.path)'),
      utf8Selector: await find('label_values({"http.path"="/a"}, __name__)'),
      labelNames: await find('label_names()'),
      labelNamesOf: await find('label_names(http_requests)'),
      metrics: await find('metrics(.*requests.*)'),
      queryResult: await find('query_result(count(http_requests_total{namespace="$namespace"}) by (service))', {
        namespace,
      }),
      queryResultScalar: await find('query_result(scalar(count(http_requests_total)))'),
      queryResultRange: await find('query_result(max_over_time(http_requests_total{pod="dns-0"}[${__range_s}s]))'),
      series: await find('{namespace="$namespace"}', { namespace }),
    };
  },

  'another time': (page) =>
    page
      .open()
      .metricFindQuery('label_values(http_requests_total, namespace)', { range: page.range(1_000_000, 2_000_000) }),

  filters: async (page) => {
    const source = page.open();
    const filters: Filter[] = [{ key: 'namespace', operator: '=', value: 'shop' }];
    const asked = { timeRange: halfHour(page), queries: [{ refId: 'A', expr: 'rate(http_requests_total[5m])' }] };
    return {
      keys: (await source.getTagKeys({ ...asked, filters: [] })).map(textOf),
      moreKeys: (await source.getTagKeys({ ...asked, filters })).map(textOf),
      values: (await source.getTagValues({ ...asked, key: 'service', filters })).map(textOf),
    };
  },

  explore,

  suggestions: (page) => {
    const { languageProvider } = page.open();
    const queries = [{ expr: 'rate(http_requests_total[$__rate_interval])' }];
    const scope = { spec: { filters: [{ key: 'namespace', operator: 'equals', value: 'shop' }] } };
    const none: readonly Filter[] = [];
    return Promise.all([
      languageProvider.fetchSuggestions(halfHour(page), queries, [scope], none),
      languageProvider.fetchSuggestions(halfHour(page), queries, [scope], none, 'pod', 1),
    ]);
  },

  'panel: rate': (page) =>
    panel(page, [
      { expr: 'sum by (namespace) (rate(http_requests_total[$__rate_interval]))', legendFormat: '{{namespace}}' },
    ]),

  'panel: variables and filters': (page) =>
    panel(
      page,
      [{ expr: 'http_requests_total{namespace=~"$namespace"} / 15', range: true }],
      { namespace: ['shop', 'in.ra'] },
      [{ key: 'pod', operator: '=~', value: 'cart-.*' }],
    ),

  'panel: table': (page) =>
    panel(page, [
      { expr: 'topk(2, http_requests_total{namespace="shop"})', instant: true, range: false, format: 'table' },
    ]),

  'panel: Explore asks for both': (page) =>
    panel(page, [{ expr: 'sum(http_requests_total)', instant: true, range: true }]),

  'panel: exemplars': (page) =>
    panel(page, [
      {
        expr: 'histogram_quantile(0.5, sum by (le) (rate(latency_seconds_bucket{service="cart"}[$__rate_interval])))',
        exemplar: true,
      },
    ]),

  'panel: heatmap of buckets': (page) =>
    panel(page, [
      {
        expr: 'sum by (le) (increase(latency_seconds_bucket[5m]))',
        format: 'heatmap',
        legendFormat: '{{le}}',
        interval: '5m',
      },
    ]),

  'panel: heatmap of a native histogram': (page) =>
    panel(page, [{ expr: 'sum(size_bytes)', format: 'heatmap', interval: '5m' }]),

  'panel: native histogram, instant': (page) =>
    panel(page, [{ expr: 'histogram_count(size_bytes)', instant: true, range: false }]),

  'panel: asks for what is new only': incremental,

  'panel: UTF-8': (page) =>
    panel(page, [{ expr: 'sum by ("http.path") ({"utf","http.path"="/a"})', instant: true, range: false }]),

  'panel: a string': (page) => panel(page, [{ expr: '"text"', instant: true, range: false }]),

  'panel: a wrong query': (page) => panel(page, [{ expr: 'sum(' }]),

  'panel: a query that cannot be done': (page) =>
    panel(page, [{ expr: 'http_requests_total * on(namespace) http_requests_total', instant: true, range: false }]),

  'panel: exemplars of no series': (page) => panel(page, [{ expr: 'vector(1)', exemplar: true, instant: true }]),

  annotations,
};

async function texts(
  page: Page,
  query: string,
  variables: Readonly<Record<string, string | readonly string[]>>,
): Promise<string[]> {
  return (await page.open(variables).metricFindQuery(query, { range: halfHour(page) })).map(textOf);
}

function textOf({ text }: { readonly text: string }): string {
  return text;
}
