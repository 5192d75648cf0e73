/** Experimental syntax: refused with Prometheus' messages by default, accepted when its option is on. */
import { expect, test } from 'vitest';
import { ALL_FEATURES, type ParseOptions } from './options.ts';
import { parse } from './parse.ts';

/** A query, and the message that Prometheus 3.14 gives for it. */
type Case = readonly [query: string, message: string];

const refused: readonly Case[] = [
  [
    'limitk(1, up)',
    '1:1: parse error: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions',
  ],
  [
    'limit_ratio(0.5, up)',
    '1:1: parse error: limit_ratio() is experimental and must be enabled with --enable-feature=promql-experimental-functions',
  ],
  ['sort_by_label(up, "a")', '1:1: parse error: function "sort_by_label" is not enabled'],
  ['mad_over_time(up[5m])', '1:1: parse error: function "mad_over_time" is not enabled'],
  ['info(up)', '1:1: parse error: function "info" is not enabled'],
  ['step()', '1:1: parse error: function "step" is not enabled'],
  ['start()', '1:1: parse error: function "start" is not enabled'],
  ['max_of(1, 2)', '1:1: parse error: function "max_of" is not enabled'],
  ['histogram_quantiles(up, "q", 0.5)', '1:1: parse error: function "histogram_quantiles" is not enabled'],
  ['up[5m + 1m]', '1:4: parse error: experimental duration expression is not enabled'],
  ['up[(5m)]', '1:5: parse error: experimental duration expression is not enabled'],
  ['up[step()]', '1:4: parse error: experimental duration expression is not enabled'],
  ['up[range()]', '1:4: parse error: experimental duration expression is not enabled'],
  ['up[5m:max_of(1m, step())]', '1:18: parse error: experimental duration expression is not enabled'],
  ['up offset (5m)', '1:12: parse error: experimental duration expression is not enabled'],
  ['up offset step()', '1:11: parse error: experimental duration expression is not enabled'],
  ['up offset -step()', '1:11: parse error: experimental duration expression is not enabled'],
  ['up offset min_of(1m, 2m)', '1:18: parse error: experimental duration expression is not enabled'],
  ['up offset -(1m + 2m)', '1:13: parse error: experimental duration expression is not enabled'],
  ['up[-(-5m)]', '1:6: parse error: experimental duration expression is not enabled'],
  ['up anchored', '1:1: parse error: anchored modifier is experimental and not enabled'],
  ['up[5m] anchored', '1:1: parse error: anchored modifier is experimental and not enabled'],
  ['rate(up[5m] smoothed)', '1:6: parse error: smoothed modifier is experimental and not enabled'],
  ['up + fill(1) up', '1:1: parse error: binop fill modifiers are experimental and not enabled'],
  ['up / fill_left(0) fill_right(1) up', '1:1: parse error: binop fill modifiers are experimental and not enabled'],
  ['up >= bool on(a) fill_right(1) up', '1:1: parse error: binop fill modifiers are experimental and not enabled'],
];

test.each(refused)('%j', (query, message) => {
  expect(() => parse(query)).toThrow(expect.objectContaining({ name: 'ParseError', message }));
  expect(() => parse(query, ALL_FEATURES)).not.toThrow();
});

test.each<[keyof ParseOptions, string]>([
  ['experimentalFunctions', 'limitk(1, up)'],
  ['experimentalFunctions', 'info(up)'],
  ['durationExpressions', 'up[5m + 1m]'],
  ['extendedRangeSelectors', 'up[5m] anchored'],
  ['binopFillModifiers', 'up + fill(1) up'],
])('%s alone allows %s', (option, query) => {
  expect(() => parse(query, { [option]: true })).not.toThrow();
  expect(() => parse(query, { ...ALL_FEATURES, [option]: false })).toThrow('parse error');
});
