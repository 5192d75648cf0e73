import { parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { absentLabels } from './absent-labels.ts';

test.each([
  ['up', []],
  ['up{job="a", instance="b"}', ['instance', 'b', 'job', 'a']],
  ['up{job="a", instance=~"b", zone!="c"}', ['job', 'a']],
  ['up{job="a", job="a"}', []],
  ['up{job="a", job!="b"}', []],
  ['up{job=~".+", job="a"}', ['job', 'a']],
  ['up{job="a", job=~".+"}', []],
  ['up{job!="b", job="a"}', []],
  ['(up{job="a"})', ['job', 'a']],
  ['up{job="a"}[5m]', ['job', 'a']],
  ['sum(up{job="a"})', []],
])('absent(%s) has the labels %j', (query, expected) => {
  expect(absentLabels(parse(query))).toEqual(expected);
});
