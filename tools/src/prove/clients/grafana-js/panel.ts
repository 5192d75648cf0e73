/** What panels and annotations ask, and what they get. */

import type { DataSource, Filter, Frame, QueryResponse } from './packages.ts';
import { halfHour, isNew, NOW_MS, type Page, type Variables } from './page.ts';

const MINUTE_MS = 60_000;

export type Target = Readonly<Record<string, unknown>> & { readonly expr: string };

/** Frames as the panel would get them: of each field, what it is called and its values. */
export async function panel(
  page: Page,
  targets: readonly Target[],
  variables: Variables = {},
  filters: readonly Filter[] = [],
): Promise<unknown> {
  const response = await page.last(page.open(variables).query(requestOf(page, targets, filters)));
  return { frames: response.data.map(shown), error: errorOf(response) };
}

/** A refresh, by a data source that keeps what it has: the second request is for the last minutes only. */
export async function incremental(page: Page): Promise<unknown> {
  const source = page.open({}, { incrementalQuerying: true, incrementalQueryOverlapWindow: '2m' });
  const target = { expr: 'http_requests_total{pod="dns-0"}', legendFormat: '{{pod}}' };
  const request = requestOf(page, [target]);
  const until = (toMs: number): object => {
    const rangeRaw = { from: 'now-20m', to: 'now' };
    return { ...request, rangeRaw, range: { ...page.range(toMs - 20 * MINUTE_MS, toMs), raw: rangeRaw } };
  };
  await page.last(source.query(until(NOW_MS - 5 * MINUTE_MS)));
  const { data } = await page.last(source.query(until(NOW_MS)));
  return data.map(shown);
}

export async function annotations(page: Page): Promise<unknown> {
  const source = page.open();
  const wanted = {
    ...{ name: 'busy', expr: 'http_requests_total{pod="dns-0"} > bool 900', step: '60s' },
    ...{ tagKeys: 'pod,service', titleFormat: 'busy {{pod}}', textFormat: '{{namespace}}' },
  };
  const events = isNew(page)
    ? await events12(page, source, wanted)
    : await source.annotationQuery({ annotation: wanted, range: halfHour(page) });
  return events.map((event) => ({ ...event, annotation: undefined }));
}

async function events12(page: Page, source: DataSource, wanted: object): Promise<readonly object[]> {
  const annotation = source.annotations.prepareAnnotation(wanted);
  const { data } = await page.last(source.query(requestOf(page, [annotation.target])));
  return page.last(source.annotations.processEvents(annotation, data));
}

function requestOf(page: Page, targets: readonly object[], filters: readonly Filter[] = []): object {
  return {
    ...{ requestId: 'Q1', panelId: 1, dashboardUID: 'board', app: 'dashboard', timezone: 'utc', startTime: NOW_MS },
    ...{ range: halfHour(page), scopedVars: {}, filters, intervalMs: 15_000, interval: '15s', maxDataPoints: 1_000 },
    targets: targets.map((target, i) => ({
      refId: 'ABC'[i],
      datasource: { type: 'prometheus', uid: page.uid },
      range: true,
      ...target,
    })),
  };
}

function errorOf({ error, errors }: QueryResponse): string | undefined {
  return error?.message ?? errors?.[0]?.message;
}

function shown({ name, refId, meta, fields }: Frame): object {
  return {
    name,
    refId,
    type: meta?.type ?? meta?.custom?.resultType,
    notices: meta?.notices,
    fields: fields.map((field) => ({
      name: field.config.displayNameFromDS ?? field.name,
      labels: field.labels,
      values: field.values,
    })),
  };
}
