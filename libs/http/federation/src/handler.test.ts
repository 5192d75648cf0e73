import { emptyHistogram, labelsFrom, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { describe, expect, it } from 'vitest';
import { createFederationHandler, type FederationLimits } from './index.ts';

const NOW = 1_760_000_000_500;
const LOOKBACK = 300_000;

function setup(limits: Partial<FederationLimits> = {}) {
  const store = createMemoryStorage();
  const counts = new AppendCounts();
  const put = (labels: Record<string, string>, timestampMs: number, value: number | 'stale') => {
    const values = Float64Array.of(0);
    if (value === 'stale') writeStaleAt(new Uint32Array(values.buffer), 0);
    else values[0] = value;
    store.append(store.series(labelsFrom(labels)) as number, Float64Array.of(timestampMs), values, 0, 1, counts);
  };
  const handle = createFederationHandler({ queryable: store, now: () => NOW, lookbackMs: LOOKBACK, limits });
  const get = async (selectors: string[], accept = '') => {
    const { status, headers, chunks } = await handle({ method: 'GET', selectors, accept });
    return { status, type: headers['content-type'], text: Buffer.concat(chunks).toString() };
  };
  return { store, put, get, handle, counts };
}

describe('text', () => {
  it('the newest samples, family by family, each series once', async () => {
    const { put, get } = setup();
    put({ __name__: 'up', job: 'b', instance: 'i:1' }, NOW - 10, 1);
    put({ __name__: 'up', job: 'a' }, NOW - 20_000, 7);
    put({ __name__: 'up', job: 'a' }, NOW, 1_500_000);
    put({ __name__: 'up', job: 'a' }, NOW + 5, 3);
    put({ __name__: 'alpha', path: 'C:\\x\n"y"' }, NOW - 1, -0.5);
    put({ __name__: 'old', job: 'a' }, NOW - LOOKBACK, 1);
    put({ __name__: 'gone', job: 'a' }, NOW - 2, 1);
    put({ __name__: 'gone', job: 'a' }, NOW - 1, 'stale');
    put({ __name__: 'a.dotted', 'label.x': 'é' }, NOW, NaN);
    const { status, type, text } = await get(['up', '{__name__=~".+"}']);
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8']);
    expect(text).toBe(`# TYPE "a.dotted" untyped
{"a.dotted","label.x"="é",instance=""} NaN ${NOW}
# TYPE alpha untyped
alpha{path="C:\\\\x\\n\\"y\\"",instance=""} -0.5 ${NOW - 1}
# TYPE up untyped
up{instance="i:1",job="b"} 1 ${NOW - 10}
up{job="a",instance=""} 1.5e+06 ${NOW}
`);
  });

  it('histograms with custom bounds as classic ones; exponential ones are left out', async () => {
    const { store, get, counts } = setup();
    const custom = {
      ...emptyHistogram(-53, Float64Array.of(0.5, 1, 2.5)),
      ...{
        count: 9,
        sum: 12.5,
        positiveSpans: [
          { offset: 1, length: 1 },
          { offset: 1, length: 1 },
        ],
        positiveBuckets: Float64Array.of(4, 5),
      },
    };
    store.appendHistogram(store.series(labelsFrom({ __name__: 'h' })) as number, NOW, custom, counts);
    store.appendHistogram(store.series(labelsFrom({ __name__: 'n' })) as number, NOW, emptyHistogram(3), counts);
    expect((await get(['{__name__=~"h|n"}'])).text).toBe(`# TYPE h histogram
h_bucket{instance="",le="0.5"} 0 ${NOW}
h_bucket{instance="",le="1.0"} 4 ${NOW}
h_bucket{instance="",le="2.5"} 4 ${NOW}
h_bucket{instance="",le="+Inf"} 9 ${NOW}
h_sum{instance=""} 12.5 ${NOW}
h_count{instance=""} 9 ${NOW}
`);
  });

  it('nothing for no selector', async () => {
    expect(await setup().get([])).toMatchObject({ status: 200, text: '' });
  });
});

describe('OpenMetrics', () => {
  const PROMETHEUS_3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1';
  it('times in seconds, and an end', async () => {
    const { put, get } = setup();
    put({ __name__: 'up', job: 'a' }, NOW - 1, 1);
    expect(await get(['up'], PROMETHEUS_3)).toEqual({
      status: 200,
      type: 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
      text: '# TYPE up unknown\nup{job="a",instance=""} 1 1760000000.499\n# EOF\n',
    });
  });

  it.each([
    ['', 'text/plain'],
    ['*/*', 'text/plain'],
    ['text/plain', 'text/plain'],
    ['application/openmetrics-text', 'application/openmetrics-text'],
    ['application/openmetrics-text;q=0.2, text/plain;q=0.9', 'text/plain'],
    ['application/openmetrics-text;q=0', 'text/plain'],
    ['text/plain;q=0.5,application/openmetrics-text; version=1.0.0 ;q=0.5', 'application/openmetrics-text'],
  ])('Accept: %s gives %s', async (accept, type) => {
    expect((await setup().get(['up'], accept)).type).toContain(`${type};`);
  });
});

describe('requests that are refused', () => {
  it.each([
    ['up{', 'unexpected end of input'],
    ['up{a=~"("}', 'error parsing regexp'],
    ['rate(up[5m])', 'unexpected'],
    ['x'.repeat(2_000), 'match[] has 2000 characters, 1000 are allowed'],
  ])('%s', async (selector, message) => {
    const { status, text, type } = await setup({ maxSelectorLength: 1_000 }).get(['up', selector]);
    expect([status, text, type]).toEqual([400, expect.stringContaining(message), 'text/plain; charset=utf-8']);
  });

  it('POST', async () => {
    const response = await setup().handle({ method: 'POST', selectors: [], accept: '' });
    expect([response.status, response.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('answers over the limit', async () => {
    const { put, get } = setup({ maxResultBytes: 100_000 });
    for (let i = 0; i < 3_000; i++) put({ __name__: 'up', pod: `pod-${i}` }, NOW, i);
    expect((await get(['up{pod=~"pod-1.."}'])).status).toBe(200);
    expect(await get(['up'])).toMatchObject({
      status: 400,
      text: 'the answer has more than 100000 bytes: select fewer series, or raise --query-max-result-bytes\n',
    });
  });
});
