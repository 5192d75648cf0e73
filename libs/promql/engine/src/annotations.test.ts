import { parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { type AnnotatedQuery, createAnnotations } from './annotations.ts';

function of(source: string): AnnotatedQuery {
  return { source, expr: parse(source) };
}

test('texts carry their kind and the line and column of what they speak of, each once', () => {
  const annotations = createAnnotations(of('sum(\n  rate(up[5m])\n)'));
  annotations.info('metric might not be a counter', { start: 12, end: 18 });
  annotations.info('metric might not be a counter', { start: 12, end: 18 });
  annotations.warn('something odd', { start: 0, end: 3 });
  annotations.warn('nowhere', null);
  expect(annotations.finish()).toEqual({
    warnings: ['PromQL warning: something odd (1:1)', 'PromQL warning: nowhere'],
    infos: ['PromQL info: metric might not be a counter (2:8)'],
  });
});

test('a query that came as a tree has no positions to show', () => {
  const annotations = createAnnotations(null);
  annotations.warn('something odd', { start: 4, end: 5 });
  expect(annotations.finish().warnings).toEqual(['PromQL warning: something odd']);
});

test('texts that wait for the end are asked for once, then', () => {
  const annotations = createAnnotations(of('up'));
  let count = 0;
  annotations.atEnd(() => annotations.info(`counted ${count}`, { start: 0, end: 2 }));
  count = 3;
  expect(annotations.finish().infos).toEqual(['PromQL info: counted 3 (1:1)']);
  count = 4;
  expect(annotations.finish().infos).toEqual(['PromQL info: counted 3 (1:1)']);
});

test('a text at several places has the one farthest right; counted texts have the first and say how often', () => {
  const annotations = createAnnotations(of('rate(a[5m]) + rate(a[1m])'));
  annotations.info('odd', { start: 19, end: 24 });
  annotations.info('odd', { start: 5, end: 10 });
  annotations.warnCounted('often', { start: 19, end: 24 });
  annotations.warnCounted('often', { start: 5, end: 10 });
  annotations.warnCounted('once', { start: 5, end: 10 });
  expect(annotations.finish()).toEqual({
    warnings: ['PromQL warning: often (2 occurrences) (1:6)', 'PromQL warning: once (1:6)'],
    infos: ['PromQL info: odd (1:20)'],
  });
});
