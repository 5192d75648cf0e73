/** What Explore's query field asks to complete what is typed; its code was rewritten between 11 and 12. */

import type { LanguageProvider, LanguageProvider11 } from './packages.ts';
import { halfHour, isNew, type Page } from './page.ts';

export function explore(page: Page): Promise<unknown> {
  return isNew(page) ? explore12(page) : explore11(page);
}

async function explore12(page: Page): Promise<unknown> {
  const provider = page.open().languageProvider as unknown as LanguageProvider;
  await provider.start(halfHour(page));
  return {
    metrics: provider.retrieveMetrics(),
    histograms: provider.retrieveHistogramMetrics(),
    labels: provider.retrieveLabelKeys(),
    metadata: provider.retrieveMetricsMetadata(),
    labelsOf: await provider.queryLabelKeys(halfHour(page), '{__name__="latency_seconds_bucket"}'),
    values: await provider.queryLabelValues(halfHour(page), 'pod', '{__name__="http_requests_total",namespace="shop"}'),
    limited: await provider.queryLabelValues(halfHour(page), 'pod', undefined, 2),
    utf8: await provider.queryLabelValues(halfHour(page), 'http.path'),
    search: await provider.queryLabelValues(halfHour(page), '__name__', '{__name__=~"(?i).*LATENCY.*"}'),
  };
}

async function explore11(page: Page): Promise<unknown> {
  const provider = page.open().languageProvider as unknown as LanguageProvider11;
  await provider.start(halfHour(page));
  const labels = provider.getLabelKeys();
  await provider.fetchLabels(halfHour(page), [{ expr: 'latency_seconds_bucket / on(service) latency_seconds_count' }]);
  return {
    metrics: provider.metrics,
    histograms: provider.histogramMetrics,
    labels,
    metadata: provider.metricsMetadata,
    labelsOf: Object.keys(await provider.fetchSeriesLabelsMatch('{__name__="latency_seconds_bucket"}')),
    labelsOfTwo: provider.getLabelKeys(),
    values: await provider.fetchSeriesValuesWithMatch('pod', '{__name__="http_requests_total",namespace="shop"}'),
    utf8: await provider.fetchLabelValues('http.path'),
    series: await provider.fetchSeries('{service="pay"}'),
  };
}
