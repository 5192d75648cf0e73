/** What Grafana's pages must show of the data set, worked out from what was fed. */
import { FROM_S, NOW_S, STEP_S } from './grafana-data.ts';

/** Of a panel of the last half hour with one point for each step, Unix seconds: the first lies before all samples. */
const GRID = Array.from({ length: 121 }, (_, k) => FROM_S - 5 + STEP_S * k);

const HTTP_METADATA = { type: 'counter', unit: '', help: 'Requests served.' };
const BUCKET = '0.1';
const NAMES = ['http_requests_total', 'latency_seconds_bucket', 'latency_seconds_count', 'size_bytes', 'utf'];
const LABELS = ['__name__', 'http.path', 'le', 'namespace', 'pod', 'service'];
const POD_LABELS = ['__name__', 'namespace', 'pod', 'service'];
const DNS = { namespace: 'infra', pod: 'dns-0', service: 'dns' };

/** How many samples of a series are no later than the time, minus one: -1 before the first. */
function indexAt(timeS: number): number {
  return Math.min(120, Math.floor((timeS - FROM_S) / STEP_S));
}

/** Per second, of what grows by one a second, over a minute: extrapolated to the window's ends, but not to before zero. */
function rateAt(timeS: number): number {
  const last = indexAt(timeS);
  const first = Math.max(0, Math.floor((timeS - 60 - FROM_S) / STEP_S) + 1);
  const afterLast = timeS - (FROM_S + STEP_S * last);
  const beforeFirst = first === 0 ? 0 : FROM_S + STEP_S * first - (timeS - 60);
  return (STEP_S * (last - first) + afterLast + beforeFirst) / 60;
}

type Field = { readonly name: string; readonly labels?: object; readonly values: readonly unknown[] };

const frame = (type: string, times: readonly number[], ...fields: readonly Field[]): object => ({
  refId: 'A',
  type,
  fields: [{ name: 'Time', values: times.map((timeS) => timeS * 1_000) }, ...fields],
});

const lines = (times: readonly number[], name: string, labels: object, value: (timeS: number) => number): object =>
  frame('timeseries-multi', times, { name, labels, values: times.map(value) });

const number = (name: string, labels: object, value: number): object =>
  frame('numeric-multi', [NOW_S], { name, labels, values: [value] });

/** By scene; numbers are compared to twelve digits. */
export function expectedScenes(version: string): Readonly<Record<string, unknown>> {
  return {
    saved: {
      health: { status: 'success', message: 'Successfully queried the Prometheus API.' },
      details: { application: 'Prometheus', features: { rulerApiEnabled: false } },
      exemplars: true,
    },
    variables: {
      namespaces: ['infra', 'shop'],
      ofMetric: ['infra', 'shop'],
      chained: ['cart', 'pay'],
      several: ['cart-0', 'cart-1', 'dns-0'],
      nothingChosen: [],
      utf8: ['/a'],
      utf8Selector: ['utf'],
      labelNames: LABELS,
      labelNamesOf: POD_LABELS.slice(1),
      metrics: ['http_requests_total'],
      queryResult: [`{service="dns"} 1 ${NOW_S}000`],
      queryResultScalar: ['4'],
      queryResultRange: [`{namespace="infra",pod="dns-0",service="dns"} 1800 ${NOW_S}000`],
      series: ['http_requests_total{namespace="infra",pod="dns-0",service="dns"}'],
    },
    'another time': [],
    filters: { keys: POD_LABELS, moreKeys: ['__name__', 'pod', 'service'], values: ['cart', 'pay'] },
    explore: version.startsWith('11.') ? EXPLORE_11 : EXPLORE_12,
    suggestions: [POD_LABELS, ['cart-0']],
    ...PANELS,
    annotations: [
      {
        // The first and the last whole minute with more than 900 requests.
        ...{ time: 1_699_999_140_000, timeEnd: 1_699_999_980_000 },
        ...{ title: 'busy dns-0', tags: ['dns-0', 'dns'], text: 'infra' },
      },
    ],
  };
}

/** The metadata that Grafana knows by itself is left out by the caller. */
const METADATA = {
  http_requests: HTTP_METADATA,
  latency_seconds: { type: 'histogram', unit: '', help: '' },
  size_bytes: { type: 'histogram', unit: 'bytes', help: '' },
  utf: { type: 'gauge', unit: '', help: '' },
};

const EXPLORE = {
  metrics: NAMES,
  histograms: ['latency_seconds_bucket'],
  labels: LABELS,
  metadata: METADATA,
  labelsOf: ['__name__', 'le', 'service'],
};
const SHOP_PODS = ['cart-0', 'cart-1', 'pay-0'];

const EXPLORE_11 = {
  ...EXPLORE,
  labelsOfTwo: ['__name__', 'le', 'service'],
  values: SHOP_PODS,
  utf8: ['/a'],
  series: [{ __name__: 'http_requests_total', namespace: 'shop', pod: 'pay-0', service: 'pay' }],
};

const EXPLORE_12 = {
  ...EXPLORE,
  values: SHOP_PODS,
  limited: ['cart-0', 'cart-1'],
  utf8: ['/a'],
  search: ['latency_seconds_bucket', 'latency_seconds_count'],
};

const QUANTILE = 'histogram_quantile(0.5, sum by (le) (rate(latency_seconds_bucket{service="cart"}[1m0s])))';
/** Of panels with a point for each five minutes: the first that has samples, 90 s of them. */
const FIVE_MINUTES = Array.from({ length: 6 }, (_, j) => FROM_S + 100 + 300 * j);
/** Growth of each over five minutes of what grows by one at a step. */
const GROWTH = FIVE_MINUTES.map((_, j) => (j === 0 ? 100 / STEP_S : 300 / STEP_S));

const PANELS = {
  'panel: rate': {
    frames: [
      lines(GRID.slice(2), 'infra', { namespace: 'infra' }, rateAt),
      lines(GRID.slice(2), 'shop', { namespace: 'shop' }, (timeS) => 3 * rateAt(timeS)),
    ],
  },
  'panel: variables and filters': {
    frames: ['cart-0', 'cart-1'].map((pod) =>
      lines(
        GRID.slice(1),
        `{namespace="shop", pod="${pod}", service="cart"}`,
        { namespace: 'shop', pod, service: 'cart' },
        indexAt,
      ),
    ),
  },
  'panel: table': {
    frames: [
      frame(
        'numeric-multi',
        [NOW_S, NOW_S],
        { name: '__name__', values: ['http_requests_total', 'http_requests_total'] },
        { name: 'namespace', values: ['shop', 'shop'] },
        { name: 'pod', values: ['cart-0', 'cart-1'] },
        { name: 'service', values: ['cart', 'cart'] },
        { name: 'Value', values: [1_800, 1_800] },
      ),
    ],
  },
  'panel: Explore asks for both': {
    frames: [
      lines(GRID.slice(1), 'sum(http_requests_total)', {}, (timeS) => 4 * STEP_S * indexAt(timeS)),
      { ...number('sum(http_requests_total)', {}, 4 * 1_800), refId: 'A-Instant' },
    ],
  },
  'panel: exemplars': {
    frames: [
      lines(GRID.slice(2), QUANTILE, {}, () => 0.3),
      {
        name: 'exemplar',
        ...frame(
          'exemplar',
          [FROM_S + 900.25, FROM_S + 1_200.5],
          { name: 'Value', values: [0.067, 2.5] },
          { name: '__name__', values: ['latency_seconds_bucket', 'latency_seconds_bucket'] },
          { name: 'le', values: [BUCKET, '+Inf'] },
          { name: 'service', values: ['cart', 'cart'] },
          { name: 'trace_id', values: ['0af7651916cd43dd', '8448eb211c80319c'] },
        ),
      },
    ],
  },
  'panel: heatmap of buckets': {
    frames: [
      {
        name: BUCKET,
        ...frame(
          'heatmap-rows',
          FIVE_MINUTES,
          { name: BUCKET, labels: { le: BUCKET }, values: GROWTH },
          { name: '0.5', labels: { le: '0.5' }, values: GROWTH.map((one) => 2 * one) },
          { name: '+Inf', labels: { le: '+Inf' }, values: GROWTH },
        ),
      },
    ],
  },
  'panel: heatmap of a native histogram': {
    frames: [
      {
        refId: 'A',
        type: 'heatmap-cells',
        fields: [
          { name: 'xMax', values: FIVE_MINUTES.flatMap((timeS) => [timeS * 1_000, timeS * 1_000]) },
          { name: 'sum(size_bytes)', labels: {}, values: FIVE_MINUTES.flatMap(() => [1, 2]) },
          { name: 'yMax', values: FIVE_MINUTES.flatMap(() => [2, 4]) },
          { name: 'count', values: FIVE_MINUTES.flatMap((timeS) => [indexAt(timeS), 2 * indexAt(timeS)]) },
          { name: 'yLayout', values: FIVE_MINUTES.flatMap(() => [0, 0]) },
        ],
      },
    ],
  },
  'panel: native histogram, instant': { frames: [number('histogram_count(size_bytes)', {}, 360)] },
  'panel: asks for what is new only': [
    lines(GRID.slice(-81), 'dns-0', { __name__: 'http_requests_total', ...DNS }, (timeS) => STEP_S * indexAt(timeS)),
  ],
  'panel: UTF-8': { frames: [number('{http.path="/a"}', { 'http.path': '/a' }, 1)] },
  'panel: a string': {
    frames: [frame('timeseries-multi', [NOW_S], { name: '"text"', labels: {}, values: ['text'] })],
  },
  'panel: a wrong query': {
    frames: [{ refId: 'A', fields: [] }],
    error: 'bad_data: invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
  },
  'panel: a query that cannot be done': {
    frames: [{ refId: 'A', fields: [] }],
    error:
      'execution: found duplicate series for the match group {namespace="shop"} on the right hand-side of the operation: [{__name__="http_requests_total", namespace="shop", pod="cart-0", service="cart"}, {__name__="http_requests_total", namespace="shop", pod="cart-1", service="cart"}];many-to-many matching not allowed: matching labels must be unique on one side',
  },
  'panel: exemplars of no series': {
    frames: [lines(GRID, 'vector(1)', {}, () => 1), { ...number('vector(1)', {}, 1), refId: 'A-Instant' }],
  },
};
